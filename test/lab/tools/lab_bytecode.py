"""Has Python keep what it compiles out of archives, as it does for what it compiles out of files.

Ansible sends each module in an archive with the sources of all that the module needs. Python would compile them anew for
every task: more than half of what a task costs on a host.
"""

import _imp
import marshal
import os
import zipimport

FOLDER = '/var/cache/lab-bytecode'
_compile = zipimport._compile_source


def _compile_source(pathname, source):
    path = '%s/%s' % (FOLDER, _imp.source_hash(0, source).hex())
    try:
        with open(path, 'rb') as file:
            code = marshal.load(file)
        # As importlib does with bytecode that lay in a file: tracebacks name the source of today.
        _imp._fix_co_filename(code, pathname)
        return code
    except (OSError, EOFError, ValueError):
        code = _compile(pathname, source)
    try:
        with open('%s.%d' % (path, os.getpid()), 'wb') as file:
            marshal.dump(code, file)
        os.rename(file.name, path)
    except OSError:
        pass  # not root
    return code


zipimport._compile_source = _compile_source
