"""The settings: defaults, odoo.conf, command line, the later ones first."""
import configparser
import optparse
import os

DEFAULTS = {
    'db_host': '', 'db_port': '', 'db_user': '', 'db_password': '', 'db_name': '', 'db_sslmode': 'prefer',
    'db_template': 'template0', 'dbfilter': '', 'list_db': 'True', 'admin_passwd': 'admin',
    'addons_path': '', 'data_dir': os.path.expanduser('~/.local/share/Odoo'),
    'http_enable': 'True', 'http_interface': '', 'http_port': '8069', 'gevent_port': '8072',
    'proxy_mode': 'False', 'workers': '0', 'max_cron_threads': '2', 'logfile': '', 'log_level': 'info',
    'server_wide_modules': 'base,rpc,web', 'pidfile': '',
}
SWITCHES = {'list_db', 'http_enable', 'proxy_mode'}
# Of odoo.conf; Odoo knows them, the double does not need them.
IGNORED = {
    'csv_internal_sep', 'db_maxconn', 'db_maxconn_gevent', 'db_replica_host', 'db_replica_port', 'email_from',
    'limit_memory_hard', 'limit_memory_soft', 'limit_memory_hard_gevent', 'limit_memory_soft_gevent',
    'limit_request', 'limit_time_cpu', 'limit_time_real', 'limit_time_real_cron', 'log_db', 'log_db_level',
    'log_handler', 'from_filter', 'geoip_city_db', 'geoip_country_db', 'limit_time_worker_cron', 'reportgz',
    'osv_memory_age_limit', 'screencasts', 'screenshots', 'smtp_password', 'smtp_port', 'smtp_server', 'smtp_ssl',
    'smtp_user', 'syslog', 'test_enable', 'test_file', 'test_tags', 'transient_age_limit', 'translate_modules',
    'unaccent', 'upgrade_path', 'websocket_keep_alive_timeout', 'websocket_rate_limit_burst', 'with_demo',
    'websocket_rate_limit_delay', 'without_demo', 'x_sendfile', 'db_app_name', 'dev_mode', 'pg_path', 'bin_path',
}


def comma(text):
    return [word.strip() for word in (text or '').split(',') if word.strip()]


class Config(dict):
    def __init__(self):
        super().__init__(DEFAULTS, init=[], update=[], stop_after_init=False, config='')
        self.unknown = []

    def parse(self, args, prog='odoo'):
        told, rest = parser(prog).parse_args(args)
        if rest:
            parser(prog).error(f"unrecognized parameters: '{' '.join(rest)}'")
        self['config'] = told.config or os.environ.get('ODOO_RC') or os.path.expanduser('~/.odoorc')
        if told.config and not os.access(told.config, os.R_OK):
            parser(prog).error(f"the config file '{told.config}' selected with -c/--config doesn't exist or is not readable, use -s/--save if you want to generate it")
        self.read_file()
        for name, value in vars(told).items():
            if value is not None and name != 'config':
                self[name] = value
        for name in SWITCHES:
            self[name] = str(self[name]).lower() in ('true', '1', 'yes', 'on')
        for name in ('http_port', 'gevent_port', 'workers', 'max_cron_threads'):
            self[name] = int(self[name])
        for name in ('init', 'update'):
            self[name] = comma(self[name]) if isinstance(self[name], str) else self[name]
        for name, value in list(self.items()):
            if value == 'False' and name.startswith(('db_', 'logfile', 'dbfilter')):
                self[name] = ''
        own = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'addons')
        given = [path for path in comma(self['addons_path']) if os.path.isdir(path)]
        # As in Odoo: a folder without a module in it is dropped until the next start.
        self['addons_path'] = [own, *[path for path in given if path != own and has_module(path)]]
        return self

    def read_file(self):
        file = configparser.RawConfigParser()
        try:
            file.read([self['config']])
            items = file.items('options')
        except configparser.NoSectionError:
            return
        for name, value in items:
            if name not in DEFAULTS and name not in IGNORED:
                self.unknown.append(name)
            self[{'longpolling_port': 'gevent_port'}.get(name, name)] = value


def has_module(path):
    return any(os.path.isfile(os.path.join(path, name, '__manifest__.py')) for name in os.listdir(path))


def parser(prog):
    made = optparse.OptionParser(prog=prog)
    text = lambda *flags, dest: made.add_option(*flags, dest=dest)  # noqa: E731
    for dest, flags in {
        'config': ['-c', '--config'], 'db_name': ['-d', '--database'], 'init': ['-i', '--init'],
        'update': ['-u', '--update'], 'data_dir': ['-D', '--data-dir'], 'http_port': ['-p', '--http-port'],
        'db_user': ['-r', '--db_user'], 'db_password': ['-w', '--db_password'], 'dbfilter': ['--db-filter'],
        'db_template': ['--db-template'], 'max_cron_threads': ['--max-cron-threads'],
        'addons_path': ['--addons-path'], 'http_interface': ['--http-interface'], 'log_level': ['--log-level'],
        'server_wide_modules': ['--load'], 'gevent_port': ['--gevent-port', '--longpolling-port'],
    }.items():
        text(*flags, dest=dest)
    for name in ('db_host', 'db_port', 'db_sslmode', 'logfile', 'workers', 'pidfile'):
        text('--' + name, dest=name)
    for name in ('db_maxconn', 'load-language', 'log-handler', 'test-tags', 'dev', 'language', 'upgrade-path',
                 'limit-memory-hard', 'limit-memory-soft', 'limit-time-cpu', 'limit-time-real', 'limit-request',
                 'limit-time-real-cron', 'db_replica_host', 'db_replica_port', 'i18n-overwrite', 'without-demo'):
        text('--' + name, dest='ignored')
    for flag in ('--test-enable', '--with-demo', '--skip-auto-install', '-s'):
        made.add_option(flag, action='store_true', dest='ignored_switch')
    made.add_option('--stop-after-init', action='store_true', dest='stop_after_init')
    made.add_option('--no-http', action='store_false', dest='http_enable')
    made.add_option('--proxy-mode', action='store_true', dest='proxy_mode')
    made.add_option('--no-database-list', action='store_false', dest='list_db')
    return made


def parse(args, prog='odoo'):
    # --without-demo may come without a value, which optparse cannot do.
    filled = []
    for number, arg in enumerate(args):
        last = number == len(args) - 1 or args[number + 1].startswith('-')
        filled.append('--without-demo=True' if arg == '--without-demo' and last else arg)
    return config.parse(filled, prog)


config = Config()
