import { Secret } from '../../../core/secret.ts'
import { doors, standing } from '../container.ts'
import type { Filling } from '../switch.ts'
import type { Tools } from '../tools.ts'
import { dynamicConf, staticArguments } from './dynamic.rule.ts'

/** Traefik in a container of ours: it sees by itself when a file changes, and gets certificates by itself. */
export function traefik(tools: Tools): Filling {
  const { files, equipment, view } = tools
  const { base, prefix } = equipment.place
  const name = `${prefix}_traefik`
  const folder = `${base}/proxy/traefik`
  const { acme } = equipment
  return {
    name,
    fileOf: (instance) => `${folder}/dynamic/${instance}.yml`,
    text: (state) => dynamicConf(state, acme !== null),
    async standing() {
      const certificates = `${folder}/letsencrypt/acme.json`
      // Traefik refuses a file that others may read.
      if ((await files.print(certificates)) === null) await files.write(certificates, new Secret(''))
      await files.write(`${folder}/dynamic/none.yml`, '{}\n')
      await standing(tools, {
        name,
        part: 'proxy',
        image: equipment.proxy.image,
        ports: doors,
        mounts: [
          { source: `${folder}/dynamic`, target: '/etc/traefik/dynamic', readOnly: true },
          { source: `${folder}/letsencrypt`, target: '/letsencrypt', readOnly: false },
        ],
        command: staticArguments(acme),
      })
    },
    // It watches the folder; whoever must know asks it as a visitor.
    applied: () => Promise.resolve(view.pulse()),
    secured: () =>
      acme
        ? { kind: 'proxy', until: null, why: null }
        : { kind: 'none', until: null, why: 'nobody who gives certificates is configured' },
    secure: () => Promise.resolve({ kind: acme ? 'proxy' : 'none', until: null, why: null }),
    forget: () => Promise.resolve(),
  }
}
