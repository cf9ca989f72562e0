/**
 * Keys of odoo.conf that the tool writes itself: another value would break what stands around the instance.
 * Workers, cron threads and limits have defaults that people may better.
 */
const managed: readonly RegExp[] = [
  /^admin_passwd$/,
  /^data_dir$/,
  /_port$/,
  /^port$/,
  /^list_db$/,
  /^dbfilter$/,
  /^db_(?:name|host|user|password|replica_host)$/,
  /^proxy_mode$/,
  /^http_interface$/,
  /^addons_path$/,
  /^server_wide_modules$/,
]

export function isManaged(key: string): boolean {
  return managed.some((one) => one.test(key.toLowerCase()))
}
