import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { codeIn, linesOfTable, pageOf, tableUnder, treeOf } from './support.ts'

/* What the pages say alike of several examples: what lies on a node besides, who may look, and what has to lie ready. */

test.each(['three-node-flags.yaml', 'five-node-package.yaml'])(
  "%s: every file on a node is the document's or stands on the page",
  async (example) => {
    const { nodes, tree } = await treeOf(example)
    const page = pageOf(example)
    const besides = tableUnder(page, /^\| file \| what it is for \|/).flatMap(([file = '']) => codeIn(file))
    const table = linesOfTable(tree, nodes[0]?.name ?? '')
    const files = table
      .filter(({ kind }) => ['file', 'ca', 'certificate', 'key', 'program'].includes(kind))
      .map(({ path }) => path)
    const documents =
      /^\/etc\/etcd\/(ca|kubernetes|kubernetes-key)\.pem$|^\/usr\/local\/bin\/(etcd|etcdctl)$|^\/etc\/default\/etcd$|etcd\.service$/
    const more = files.filter((path) => !documents.test(path) || besides.includes(path))
    expect(besides.filter((path) => path !== '/etc/etcd/joined').sort()).toEqual(more.sort())
    expect(tree.text(`nodes/${nodes[0]?.name}/rootfs/etc/systemd/system/etcd.service`)).toContain(
      ' > /etc/etcd/joined',
    )
  },
)

describe('/etc/etcd', () => {
  test.each(['tutorial-single-node-tls.yaml', 'three-node-flags.yaml', 'five-node-package.yaml'])(
    '%s: is for root and the group etcd, and the page says so',
    async (example) => {
      const { nodes, tree } = await treeOf(example)
      for (const { name } of nodes)
        expect(linesOfTable(tree, name)).toContainEqual(
          expect.objectContaining({ path: '/etc/etcd', mode: '750', owner: 'root', group: 'etcd' }),
        )
      expect(pageOf(example)).toMatch(/`\/etc\/etcd`.*\bmode 0750\b/)
    },
  )

  test.each(['tutorial-single-node.yaml', 'three-node-bastion.yaml'])(
    '%s: is for everybody, since no key lies there',
    async (example) => {
      const { nodes, tree } = await treeOf(example)
      for (const { name } of nodes)
        expect(linesOfTable(tree, name)).toContainEqual(
          expect.objectContaining({ path: '/etc/etcd', mode: '755', owner: 'root', group: 'root' }),
        )
    },
  )
})

describe.each(['tutorial-single-node.yaml', 'tutorial-single-node-tls.yaml', 'three-node-bastion.yaml'])(
  '%s',
  async (example) => {
    const { nodes, tree } = await treeOf(example)
    const settings = tree.text(`nodes/${nodes[0]?.name}/settings.sh`)
    const [, archive = '', directory = ''] = [
      ...(/x86_64\) echo \S+ (\S+)/.exec(settings)?.slice(0, 2) ?? []),
      /^STAGING_DIRECTORY=(.*)$/m.exec(settings)?.[1],
    ]
    const variables = load(tree.text('ansible/group_vars/etcd.yml')) as {
      etcd_staging_on_node: string | null
    }

    test('the page names the archive that has to lie ready, and where', () => {
      const row = pageOf(example)
        .split('\n')
        .find((line) => line.includes(archive))
      expect(row).toContain(directory)
    })

    test('there is user-data unless the release lies where Ansible runs, and the page says so', () => {
      const hasUserData = tree.paths.some((path) => path.startsWith('cloud-init/'))
      expect(hasUserData).toBe(variables.etcd_staging_on_node === null)
      expect(/\buser-data \(cloud-init\)/i.test(pageOf(example))).toBe(!hasUserData)
    })
  },
)
