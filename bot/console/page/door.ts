/**
 * Who follows a link from another site comes without the cookie, because it goes only to pages that we led to.
 * From here on we lead: if there is a session, the page is opened once more.
 */
if (location.pathname === '/console' && !new URLSearchParams(location.search).has('in')) {
  const { status } = await fetch('/console/door')
  const search = new URLSearchParams(location.search)
  search.set('in', '1')
  if (status === 204) location.replace(`/console?${search}${location.hash}`)
}

export {}
