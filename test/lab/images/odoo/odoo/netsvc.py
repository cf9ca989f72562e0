"""The log, in Odoo's own format; with the space at the end where there are no figures."""
import logging
import os
import threading

RUNBOT = 25  # shown as INFO, so levels are named by their numbers here
LEVELS = {'debug': logging.DEBUG, 'warn': logging.WARNING, 'error': logging.ERROR, 'critical': logging.CRITICAL}


class Record(logging.LogRecord):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.perf_info = ''
        self.pid = os.getpid()
        self.dbname = getattr(threading.current_thread(), 'dbname', '?')


class Performance(logging.Filter):
    def filter(self, record):
        record.perf_info = getattr(threading.current_thread(), 'perf_info', '- - -')
        return True


def init_logger(config):
    logging.addLevelName(RUNBOT, 'INFO')
    logging.setLogRecordFactory(Record)
    handler = logging.FileHandler(config['logfile']) if config['logfile'] else logging.StreamHandler()
    handler.setFormatter(logging.Formatter(
        '%(asctime)s %(pid)s %(levelname)s %(dbname)s %(name)s: %(message)s %(perf_info)s'))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(LEVELS.get(str(config['log_level']).split('_')[0], logging.INFO))
    logging.getLogger('werkzeug').addFilter(Performance())
