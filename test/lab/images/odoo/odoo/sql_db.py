import contextlib
import threading

import psycopg2

from odoo.tools import config


def connect(name, autocommit=False):
    given = {'host': config['db_host'], 'port': config['db_port'], 'user': config['db_user'],
             'password': config['db_password'], 'sslmode': config['db_sslmode']}
    connection = psycopg2.connect(dbname=name, application_name='odoo-%d' % threading.get_native_id(),
                                  **{key: value for key, value in given.items() if value})
    connection.autocommit = autocommit
    return connection


@contextlib.contextmanager
def cursor(name, autocommit=False):
    """One transaction, unless it is ended in between by cr.connection."""
    connection = connect(name, autocommit)
    try:
        with connection.cursor() as cr:
            yield Cursor(cr, name)
        connection.commit()
    finally:
        connection.close()


class Cursor:
    """What a module's migration gets: execute and fetch, and commit as Odoo's has it."""
    def __init__(self, cr, dbname):
        self._cr = cr
        self.dbname = dbname

    def __getattr__(self, name):
        return getattr(self._cr, name)

    def commit(self):
        self._cr.connection.commit()

    def rollback(self):
        self._cr.connection.rollback()


def table_exists(cr, name):
    cr.execute('SELECT to_regclass(%s)', ('public.' + name,))
    return cr.fetchone()[0] is not None


def create_empty_database(name):
    """Whether it had to be made. Odoo tries that with each start, by the database `postgres`."""
    with cursor('postgres', autocommit=True) as cr:
        cr.execute('SELECT datname FROM pg_database WHERE datname = %s', (name,))
        if cr.fetchall():
            return False
        quoted = '"%s"' % name.replace('"', '""')
        cr.execute(f"CREATE DATABASE {quoted} ENCODING 'unicode' LC_COLLATE 'C' TEMPLATE template0")
    return True
