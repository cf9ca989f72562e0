import { createHash } from 'node:crypto'
import { doors, standing } from '../container.ts'
import { pages } from '../pages.ts'
import type { Filling } from '../switch.ts'
import type { Tools } from '../tools.ts'
import { secure, securedBy } from './certificate.ts'
import { challengeConf, mainConf, siteConf } from './conf.rule.ts'
import { root } from './layout.ts'
import { reloaded } from './reload.ts'

/** nginx in a container of ours: a file for each instance, and a reload. */
export function nginx(tools: Tools): Filling {
  const { files, equipment } = tools
  const { base, prefix } = equipment.place
  const name = `${prefix}_nginx`
  const folder = `${base}/proxy/nginx`
  const certificates = `${folder}/certificates`
  const challenges = `${folder}/challenges`
  const shared: Readonly<Record<string, string>> = {
    'nginx.conf': mainConf,
    'challenge.conf': challengeConf,
    ...Object.fromEntries(Object.entries(pages).map(([page, text]) => [`pages/${page}.html`, text])),
  }

  /** What a newer version of ours says differently is written anew. */
  async function haveShared(): Promise<void> {
    const print = createHash('sha256').update(JSON.stringify(shared)).digest('hex')
    if ((await files.read(`${folder}/shared`)) === print) return
    await Promise.all(Object.entries(shared).map(([path, text]) => files.write(`${folder}/${path}`, text)))
    await files.write(`${folder}/shared`, print)
  }

  return {
    name,
    fileOf: (instance) => `${folder}/sites/${instance}.conf`,
    text: siteConf,
    async standing() {
      await haveShared()
      await standing(tools, {
        name,
        part: 'proxy',
        image: equipment.proxy.image,
        ports: doors,
        mounts: [{ source: folder, target: root, readOnly: true }],
        command: ['nginx', '-c', `${root}/nginx.conf`, '-g', 'daemon off;'],
      })
    },
    applied: () => reloaded(tools, name),
    isSecure: ({ route, certificate }) => certificate !== null && certificate.domain === route?.domain,
    secured: (state) => securedBy(state, equipment.acme !== null, Date.now()),
    secure: (state, anew) => secure(tools, { certificates, challenges }, state, { now: Date.now(), anew }),
    forget: (instance) => files.remove(`${certificates}/${instance}`),
  }
}
