/** Where Docker listens unless somebody says otherwise. */
export const defaultSocket = '/var/run/docker.sock'
