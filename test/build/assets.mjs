import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The second half of the build: what tsc does not emit. A folder that is not there is not missed. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const rooms = ['bot', 'core', 'jobs', 'adapters']
const assets = new Set(['.css', '.html', '.svg', '.png', '.ico', '.js', '.ttf', '.otf', '.woff2', '.txt'])
const page = join('bot', 'console', 'page')

for (const room of rooms) {
  for (const file of filesIn(room)) if (assets.has(extname(file))) copy(file)
}
if (filesIn(page).some((file) => file.endsWith('.ts'))) compilePage()

function filesIn(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath.slice(root.length + 1), entry.name))
}

function copy(file) {
  const to = join(root, 'dist', file)
  mkdirSync(dirname(to), { recursive: true })
  cpSync(join(root, file), to)
}

/** The page's script runs in a browser: other libraries, other modules, so a compilation of its own. */
function compilePage() {
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  const { status } = spawnSync(tsc, ['-p', 'tsconfig.page.json'], { cwd: root, stdio: 'inherit' })
  process.exitCode = status ?? 1
}
