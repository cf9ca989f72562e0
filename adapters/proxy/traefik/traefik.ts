import { createHash } from 'node:crypto'
import { Secret } from '../../../core/secret.ts'
import { doors, standing } from '../container.ts'
import type { Filling } from '../switch.ts'
import type { Tools } from '../tools.ts'
import { dynamicConf, staticArguments } from './dynamic.rule.ts'
import { pagesConf, pagesFiles, pagesRoot } from './pages.rule.ts'

/** Traefik in a container of ours: it sees by itself when a file changes, and gets certificates by itself. */
export function traefik(tools: Tools): Filling {
  const { files, equipment, view } = tools
  const { base, prefix } = equipment.place
  const name = `${prefix}_traefik`
  const pages = `${prefix}_pages`
  const folder = `${base}/proxy/traefik`
  const { acme } = equipment

  async function havePages(): Promise<void> {
    for (const [path, text] of Object.entries(pagesFiles)) {
      const file = `${folder}/pages/${path}`
      if ((await files.read(file)) !== text) await files.write(file, text)
    }
    await standing(tools, {
      name: pages,
      part: 'pages',
      image: equipment.proxy.pagesImage,
      mounts: [{ source: `${folder}/pages`, target: pagesRoot, readOnly: true }],
      // With other words it is made anew.
      reads: createHash('sha256').update(pagesConf).digest('hex'),
      command: ['nginx', '-c', `${pagesRoot}/nginx.conf`, '-g', 'daemon off;'],
      ports: [],
    })
  }

  return {
    name,
    fileOf: (instance) => `${folder}/dynamic/${instance}.yml`,
    text: (state) => dynamicConf(state, { hasAcme: acme !== null, pages }),
    async standing() {
      const certificates = `${folder}/letsencrypt/acme.json`
      // Traefik refuses a file that others may read.
      if ((await files.print(certificates)) === null) await files.write(certificates, new Secret(''))
      await files.write(`${folder}/dynamic/none.yml`, '{}\n')
      await havePages()
      await standing(tools, {
        name,
        part: 'proxy',
        image: equipment.proxy.image,
        mounts: [
          { source: `${folder}/dynamic`, target: '/etc/traefik/dynamic', readOnly: true },
          { source: `${folder}/letsencrypt`, target: '/letsencrypt', readOnly: false },
        ],
        command: staticArguments(acme),
        ports: doors,
      })
    },
    // It watches the folder; whoever must know asks it as a visitor.
    applied: () => Promise.resolve(view.pulse()),
    // Until it was given one, it shows one of its own.
    isSecure: () => acme !== null,
    secured: () =>
      acme
        ? { kind: 'proxy', until: null, why: null }
        : { kind: 'none', until: null, why: 'nobody who gives certificates is configured' },
    secure: () => Promise.resolve({ kind: acme ? 'proxy' : 'none', until: null, why: null }),
    forget: () => Promise.resolve(),
  }
}
