#!/usr/bin/python3
import argparse
import sys
import time

import psycopg2

if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    for name in ('db_host', 'db_port', 'db_user', 'db_password'):
        parser.add_argument('--' + name, required=True)
    parser.add_argument('--timeout', type=int, default=5)
    args = parser.parse_args()
    begun = time.time()
    error = ''
    while (time.time() - begun) < args.timeout:
        try:
            psycopg2.connect(user=args.db_user, host=args.db_host, port=args.db_port, password=args.db_password,
                             dbname='postgres').close()
            error = ''
            break
        except psycopg2.OperationalError as failed:
            error = failed
        time.sleep(1)
    if error:
        print('Database connection failure: %s' % error, file=sys.stderr)
        sys.exit(1)
