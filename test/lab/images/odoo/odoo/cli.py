"""The command `odoo`: serve (which is the default), or neutralize."""
import logging
import os
import sys
import threading

from psycopg2.errors import InsufficientPrivilege

import odoo.addons
from odoo import netsvc, release, sql_db
from odoo.tools import config
from odoo.tools.config import parse

_logger = logging.getLogger('odoo')


def prepare(args, prog):
    parse(args, prog)
    netsvc.init_logger(config)
    for name in config.unknown:
        _logger.warning('unknown option %r in the config file at %s, option stored as-is, without parsing', name, config['config'])
    odoo.addons.__path__[:] = config['addons_path']


def serve(args):
    prepare(args, 'odoo')
    if config['db_user'] == 'postgres':
        sys.stderr.write("Using the database user 'postgres' is a security risk, aborting.")
        sys.exit(1)
    _logger.info('Odoo version %s', release.version)
    if os.path.isfile(config['config']):
        _logger.info('Using configuration file at %s', config['config'])
    _logger.info('addons paths: %s', odoo.addons.__path__)
    _logger.info('database: %s@%s:%s', *(config[name] or 'default' for name in ('db_user', 'db_host', 'db_port')))
    name = config['db_name']
    if name:
        try:
            if sql_db.create_empty_database(name):
                config['init'].append('base')
        except InsufficientPrivilege as error:
            _logger.info('Could not determine if database %s exists, skipping auto-creation: %s', name, error)
    from odoo.service.server import ThreadedServer  # noqa: PLC0415
    sys.exit(ThreadedServer().run(config['stop_after_init']))


def neutralize(args):
    prepare(args, 'odoo neutralize')
    logger = logging.getLogger('odoo.cli.neutralize')
    name = config['db_name']
    if not name:
        logger.error('Neutralize command needs a database name. Use "-d" argument')
        sys.exit(1)
    threading.current_thread().dbname = name
    logger.info('Starting %s database neutralization', name)
    from odoo.modules.neutralize import neutralize_database  # noqa: PLC0415
    try:
        with sql_db.cursor(name) as cr:
            neutralize_database(cr)
    except Exception:
        logger.critical('An error occurred during the neutralization. THE DATABASE IS NOT NEUTRALIZED!')
        sys.exit(1)


COMMANDS = {'server': serve, 'neutralize': neutralize}


def main():
    args = sys.argv[1:]
    if args and not args[0].startswith('-'):
        command = COMMANDS.get(args[0])
        if command is None:
            sys.exit(f'Unknown command {args[0]!r}.\nUse \'odoo --help\' to see the list of available commands.')
        command(args[1:])
    else:
        serve(args)
