import { listenToAbout } from './about.ts'
import { listenToActions } from './actions.ts'
import { askFromLink, listenToComposer } from './composer.ts'
import { take } from './conversation.ts'
import { listenToForms } from './forms.ts'
import { found } from './found.ts'
import { follow } from './live.ts'
import { dressAll, toEnd } from './log.ts'
import { listenToOlder } from './older.ts'
import { listenToRail } from './rail.ts'
import { listenToTheme } from './theme.ts'
import { keepTimes } from './times.ts'
import { listenToTour } from './tour.ts'

/** The page comes alive: what the server drew stays, and every part listens to its own. */
dressAll()
toEnd()
keepTimes()
listenToTheme()
listenToRail()
listenToComposer()
listenToAbout()
listenToActions()
listenToTour()
listenToForms(found('#log', HTMLElement), take)
listenToOlder()
follow()
void askFromLink()
window.addEventListener('hashchange', () => void askFromLink())
document.body.dataset['ready'] = 'true'
