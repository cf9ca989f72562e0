import { found } from './found.ts'

const year = 365 * 24 * 3600

/** Light or dark: the system's own until somebody chooses. The server reads the choice, so that nothing flashes. */
export function listenToTheme(): void {
  const button = found('#theme', HTMLButtonElement)
  const system = matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => {
    const chosen = document.documentElement.dataset['theme']
    return chosen === undefined ? system.matches : chosen === 'dark'
  }
  const say = () => button.setAttribute('aria-pressed', String(isDark()))
  system.addEventListener('change', say)
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark'
    document.documentElement.dataset['theme'] = theme
    // biome-ignore lint/suspicious/noDocumentCookie: the newer cookie store is not in every browser
    document.cookie = `theme=${theme}; path=/console; max-age=${year}; samesite=strict`
    say()
  })
  say()
}
