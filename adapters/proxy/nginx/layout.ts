/** Where the folder of a proxy is in its container. */
export const root = '/etc/nginx/pilothouse'
