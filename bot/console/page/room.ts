/** Which room this page shows. */
export const room = document.body.dataset['room'] ?? ''
