/** What a command of a page needs that the page leaves to its reader, and how it ends where that is not with 0. */
export type Preparation = {
  /** A script, run where the command is. */
  readonly before?: string
  readonly exitCode?: number
  /** What it prints, among the rest. */
  readonly says?: string
}

/** A CA by openssl. */
const ca = (name: string) =>
  `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=${name} -keyout ${name}.key -out ${name}.crt`

/** Begins anew with a CA from elsewhere. */
const from = (authority: string) =>
  `rm -rf out; grep -v '^tls:' prod-etcd.yaml > without; { cat without; echo 'tls: { authority: ${authority} }'; } > prod-etcd.yaml`

/** The tutorial's example with its CA from elsewhere. */
const tutorialFrom = (authority: string) =>
  `rm -rf out; sed 's/^tls:/&\\n  authority: ${authority}/' examples/tutorial-single-node-tls.yaml > tutorial.yaml`

/** By page, and by command. */
export const preparations: Readonly<Record<string, Readonly<Record<string, Preparation>>>> = {
  'docs/pki.md': {
    'quorate pki import prod-etcd.yaml clients.crt clients.key --authority client-ca': {
      before: [from('provided'), ca('clients'), ca('peers')].join('\n'),
      exitCode: 1,
    },
    'quorate generate prod-etcd.yaml': { before: from('external'), exitCode: 1 },
    'quorate pki import prod-etcd.yaml signed/*.crt': {
      before: `mkdir signed
for request in $(cd out/prod-etcd/pki/requests && find . -name '*.csr'); do
  case $request in *peer*) ca=peers ;; *) ca=clients ;; esac
  openssl x509 -req -in out/prod-etcd/pki/requests/$request -CA $ca.crt -CAkey $ca.key -CAcreateserial -days 365 \\
    -copy_extensions copy -out signed/$(basename $(dirname $request))-$(basename $request).crt
done
cp clients.crt peers.crt signed`,
    },
  },
  'docs/shared-machines.md': {
    'quorate validate main.yaml events.yaml': {
      before: `sed 's/^name:.*/name: main/' prod-etcd.yaml > main.yaml
{ sed 's/^name:.*/name: events/' prod-etcd.yaml; echo 'sharedMachines: true
etcd: { ports: { client: 2479, peer: 2480, metrics: 2481 } }'; } > events.yaml`,
      says: 'events: valid',
    },
    'quorate pki import events.yaml out/main/pki/client-ca.crt out/main/secrets/client-ca.key --authority client-ca':
      {
        before: `echo 'tls:
  authority: provided
  clients: [{ name: kube-apiserver, kubernetes: true, etcdServersOverrides: [/events] }]' >>events.yaml`,
        exitCode: 1,
      },
  },
  'docs/seeds/tutorial-single-node-tls.md': {
    'quorate pki import tutorial.yaml ca.crt ca.key --authority ca': {
      before: [tutorialFrom('provided'), ca('ca')].join('\n'),
    },
    'quorate generate tutorial.yaml': { before: tutorialFrom('external'), exitCode: 1 },
  },
}
