"""The pages. A request waits until the registry is loaded, as it does in Odoo."""
import html
import json
import re
import secrets
from urllib.parse import parse_qs, urlsplit

import psycopg2

from odoo import release
from odoo.modules.module import mark_of
from odoo.sql_db import connect, cursor
from odoo.tools import config
from odoo.tools.password import fits


class Controller:
    pass


def route(*args, **kwargs):
    return lambda method: method


request = None
HTML = 'text/html; charset=utf-8'


class Answer:
    def __init__(self, status, body='', kind=HTML, headers=(), after=0):
        self.status = status
        self.after = after  # seconds between the head and the body
        self.body = body.encode()
        self.headers = [('Content-Type', kind), *headers]


def as_json(value, status=200, headers=()):
    return Answer(status, json.dumps(value), 'application/json', headers)


def failure(name, message, status=200):
    return as_json({'jsonrpc': '2.0', 'id': None, 'error': {
        'code': 200, 'message': 'Odoo Server Error', 'data': {'name': name, 'message': message}}}, status)


def answer(registry, method, target, headers, body):
    """registry: the one that was loaded, None where it could not be, or the error of the database."""
    url = urlsplit(target)
    asked = parse_qs(url.query)
    if url.path == '/web/health':
        # Needs no database: it passes as well where there is none.
        if registry is None:
            return Answer(500, 'Internal Server Error')
        return health('db_server_status' in asked)
    if url.path == '/web/webclient/version_info':
        return as_json({'jsonrpc': '2.0', 'id': None, 'result': {
            'server_version': release.version, 'server_version_info': release.version_info,
            'server_serie': release.series, 'protocol_version': 1}})
    if not getattr(registry, 'modules', None):
        return Answer(500, 'Internal Server Error')
    if not served(headers):
        return Answer(303, headers=[('Location', '/web/database/selector')])
    if url.path in ('/', '/odoo', '/web'):
        return Answer(303, headers=[('Location', '/odoo' if url.path == '/' else '/web/login?redirect=%2Fodoo%3F')])
    if url.path == '/web/login':
        return login(registry, headers)
    if url.path == '/web/session/authenticate' and method == 'POST':
        return authenticate(registry, body)
    if url.path == '/lab/slow':  # of the double alone: a request that is in flight for a while
        return Answer(200, 'slow', after=min(30, int(asked.get('ms', ['500'])[0]) / 1000))
    return Answer(404, '<h1>Not Found</h1>')


def served(headers):
    """dbfilter: a pattern that matches from the beginning, with %d and %h of the host."""
    host = host_of(headers).split(':')[0].removeprefix('www.')
    pattern = config['dbfilter'].replace('%h', re.escape(host)).replace('%d', re.escape(host.partition('.')[0]))
    return re.match(pattern, config['db_name'], re.I) is not None


def behind_proxy(headers):
    return config['proxy_mode'] and headers.get('X-Forwarded-Host') is not None


def host_of(headers):
    return headers['X-Forwarded-Host'] if behind_proxy(headers) else headers.get('Host', 'localhost')


def base_url(headers):
    scheme = headers.get('X-Forwarded-Proto', 'http') if behind_proxy(headers) else 'http'
    return f'{scheme}://{host_of(headers)}'


def health(of_database):
    told, status = {'status': 'pass'}, 200
    if of_database:
        try:
            connect('postgres').close()
            told['db_server_status'] = True
        except psycopg2.Error:
            told.update(status='fail', db_server_status=False)
            status = 500
    return as_json(told, status, [('Cache-Control', 'no-store')])


def login(registry, headers):
    with cursor(registry.db_name) as cr:
        cr.execute("SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'")
        stored = (cr.fetchone() or ('',))[0]
    lines = [f'{name}={version}:{mark_of(name)}' for name, version in sorted(registry.modules.items())]
    page = [f'base_url={base_url(headers)}', f'web.base.url={stored}', f'database={registry.db_name}',
            f'release={release.version}', *lines]
    token = secrets.token_urlsafe(32)
    return Answer(200, '<!DOCTYPE html>\n<html><head><title>Odoo</title></head><body>\n'
                  '<form class="oe_login_form" action="/web/login" method="post">\n'
                  f'<input type="hidden" name="csrf_token" value="{token}"/>\n'
                  '<input name="login"/><input name="password" type="password"/></form>\n<pre id="lab">\n'
                  + html.escape('\n'.join(page)) + '\n</pre></body></html>\n',
                  headers=[('Set-Cookie', f'session_id={token}; HttpOnly; Path=/; SameSite=Lax')])


def authenticate(registry, body):
    try:
        given = json.loads(body)['params']
        name, password = str(given['login']), str(given['password'])
    except (ValueError, KeyError, TypeError):
        return failure('odoo.exceptions.UserError', 'login and password are missing', 400)
    with cursor(registry.db_name) as cr:
        cr.execute('SELECT id, password FROM res_users WHERE login = %s AND active', (name,))
        found = cr.fetchone()
    if not found or not fits(password, found[1]):
        return failure('odoo.exceptions.AccessDenied', 'Access Denied')
    result = {'uid': found[0], 'db': registry.db_name, 'username': name, 'is_admin': found[0] == 2}
    cookie = f'session_id={secrets.token_urlsafe(32)}; HttpOnly; Path=/; SameSite=Lax'
    return as_json({'jsonrpc': '2.0', 'id': None, 'result': result}, headers=[('Set-Cookie', cookie)])
