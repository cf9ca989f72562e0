"""Serves: port 8069, with workers also 8072 for websockets; listens on the database `postgres`; ends on TERM."""
import http.server
import logging
import os
import select
import signal
import socket
import threading
import time

import psycopg2

from odoo.http import answer
from odoo.orm.registry import Registry
from odoo.service.websocket import Sockets
from odoo.sql_db import cursor
from odoo.tools import config

_logger = logging.getLogger(__name__)
_access = logging.getLogger('werkzeug')
_bus = logging.getLogger('odoo.addons.bus.models.bus')


class Handler(http.server.BaseHTTPRequestHandler):
    server_version = 'Werkzeug/3.0'

    def handle_one_request(self):
        threading.current_thread().dbname = config['db_name'] or '?'
        super().handle_one_request()

    def log_request(self, code='-', size='-'):
        threading.current_thread().perf_info = '1 0.001 0.002'
        shown = self.headers.get('X-Forwarded-For', '').split(',')[0] if config['proxy_mode'] else ''
        _access.info('%s - - [%s] "%s" %s -', shown or self.client_address[0], self.log_date_time_string(),
                     self.requestline, int(code))

    def log_message(self, format, *args):
        _access.info(format, *args)

    def serve(self):
        server = self.server.of
        length = int(self.headers.get('Content-Length') or 0)
        body = self.rfile.read(length) if length else b''
        server.ready.wait()
        if self.path.split('?')[0] == '/websocket':
            return self.serve_websocket(server)
        if self.server.sockets_only:
            return self.send_error(404)
        told = answer(server.registry, self.command, self.path, self.headers, body)
        self.send_response(told.status)
        for name, value in [*told.headers, ('Content-Length', str(len(told.body)))]:
            self.send_header(name, value)
        self.end_headers()
        time.sleep(told.after)
        if self.command != 'HEAD':
            self.wfile.write(told.body)

    def serve_websocket(self, server):
        if self.headers.get('Upgrade', '').lower() != 'websocket':
            return self.send_error(400)
        if config['workers'] and not self.server.sockets_only:
            _logger.error("Couldn't bind the websocket. Is the connection opened on the evented port (%s)?", config['gevent_port'])
            return self.send_error(500)
        server.sockets.serve(self)

    do_GET = do_POST = do_HEAD = do_PUT = do_OPTIONS = serve


class Listener(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def __init__(self, of, port, sockets_only):
        self.of, self.sockets_only = of, sockets_only
        self.busy = set()
        super().__init__((config['http_interface'] or '0.0.0.0', port), Handler)

    def process_request_thread(self, request, client_address):
        me = threading.current_thread()
        self.busy.add(me)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.busy.discard(me)

    def handle_error(self, request, client_address):
        _logger.info('a client went away: %s', client_address[0], exc_info=_logger.isEnabledFor(logging.DEBUG))


class ThreadedServer:
    def __init__(self):
        self.ready = threading.Event()
        self.registry = None
        self.sockets = Sockets()
        self.listeners = []
        self.signals = 0

    def handle_signal(self, number, frame):
        self.signals += 1
        if self.signals > 1:
            os.write(2, b'Forced shutdown.\n')
            os._exit(0)
        raise KeyboardInterrupt

    def listen(self):
        ports = {config['http_port']: False}
        if config['workers']:
            ports[config['gevent_port']] = True
        for port, sockets_only in ports.items():
            listener = Listener(self, port, sockets_only)
            threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
            self.listeners.append(listener)
            name = 'Evented Service (longpolling)' if sockets_only else 'HTTP service (werkzeug)'
            _logger.info('%s running on %s:%s', name, socket.gethostname(), port)

    def run(self, stop):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.handle_signal)
        if os.environ.get('ODOO_LAB_BEHAVIOUR') == 'deaf' and not stop:
            return self.stay_deaf()
        code = 0
        try:
            if config['http_enable'] and not stop:
                self.listen()
            code = self.preload()
            self.ready.set()
            if stop:
                self.stop()
                return code
            threading.Thread(target=self.hear, daemon=True).start()
            while True:
                time.sleep(60)
        except KeyboardInterrupt:
            self.stop()
        return 0

    def preload(self):
        name = config['db_name']
        if not name:
            return 0
        threading.current_thread().dbname = name
        try:
            self.registry = Registry.new(name, config['init'], config['update'])
        except Exception as error:
            _logger.critical('Failed to initialize database `%s`.', name, exc_info=True)
            # Without its database Odoo still serves what needs none; with broken modules it serves nothing.
            self.registry = error if isinstance(error, psycopg2.Error) else None
            return -1
        return 0

    def stop(self):
        _logger.info('Initiating shutdown')
        _logger.info('Hit CTRL-C again or send a second signal to force the shutdown.')
        begun = time.time()
        for listener in self.listeners:
            listener.shutdown()
        self.sockets.close()
        # Requests get one second to finish.
        while any(listener.busy for listener in self.listeners) and time.time() - begun < 1:
            time.sleep(0.02)
        logging.shutdown()

    def stay_deaf(self):
        """Starts, takes connections and never answers."""
        line = socket.create_server(('0.0.0.0', config['http_port']), backlog=128)
        _logger.info('HTTP service (werkzeug) running on %s:%s', socket.gethostname(), config['http_port'])
        try:
            while True:
                time.sleep(60)
        except KeyboardInterrupt:
            line.close()
        return 0

    def hear(self):
        """Odoo's bus and crons wait for notifications on the database `postgres`, over the same host and port."""
        threading.current_thread().dbname = config['db_name'] or '?'
        while True:
            try:
                with cursor('postgres', autocommit=True) as cr:
                    _bus.info('Bus.loop listen imbus on db postgres')
                    cr.execute('LISTEN imbus')
                    cr.execute('LISTEN cron_trigger')
                    self.pass_on(cr.connection)
            except psycopg2.Error:
                _bus.exception('Bus.loop error, sleep and retry')
                time.sleep(5)

    def pass_on(self, connection):
        while True:
            select.select([connection], [], [], 60)
            connection.poll()
            for told in connection.notifies:
                if told.channel == 'imbus':
                    self.sockets.tell(told.payload)
            connection.notifies.clear()
