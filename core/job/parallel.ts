/** Jobs side by side on one server, unless `server configure --parallel` says otherwise. */
export const parallelPerServer = 4
