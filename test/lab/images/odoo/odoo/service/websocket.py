"""A WebSocket that gives back what it is sent, until its other side or the server goes."""
import base64
import hashlib
import socket
import struct


def accept(handler):
    key = handler.headers.get('Sec-WebSocket-Key', '')
    digest = hashlib.sha1((key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').encode()).digest()
    handler.protocol_version = 'HTTP/1.1'
    handler.send_response(101)
    for name, value in {'Upgrade': 'websocket', 'Connection': 'Upgrade',
                        'Sec-WebSocket-Accept': base64.b64encode(digest).decode()}.items():
        handler.send_header(name, value)
    handler.end_headers()


def frame(kind, payload=b''):
    size = len(payload)
    if size < 126:
        head = struct.pack('!BB', 0x80 | kind, size)
    elif size < 65536:
        head = struct.pack('!BBH', 0x80 | kind, 126, size)
    else:
        head = struct.pack('!BBQ', 0x80 | kind, 127, size)
    return head + payload


def read(stream):
    head = stream.read(2)
    if len(head) < 2:
        return None, b''
    size = head[1] & 127
    if size > 125:
        size = struct.unpack('!H' if size == 126 else '!Q', stream.read(2 if size == 126 else 8))[0]
    mask = stream.read(4) if head[1] & 128 else b'\0\0\0\0'
    data = stream.read(size)
    return head[0] & 15, bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))


class Sockets:
    """The open ones: they hear of notifications, and are told when the server goes away."""
    def __init__(self):
        self.open = set()

    def serve(self, handler):
        accept(handler)
        line = handler.connection
        self.open.add(line)
        try:
            while True:
                kind, data = read(handler.rfile)
                if kind is None or kind == 8:
                    line.sendall(frame(8, data[:2]))
                    return
                line.sendall(frame(10 if kind == 9 else kind, data))
        except OSError:
            return
        finally:
            self.open.discard(line)
            handler.close_connection = True

    def tell(self, text):
        self._each(lambda line: line.sendall(frame(1, text.encode())))

    def close(self):
        self._each(lambda line: (line.sendall(frame(8, struct.pack('!H', 1001))), line.shutdown(socket.SHUT_RDWR)))

    def _each(self, act):
        for line in list(self.open):
            try:
                act(line)
            except OSError:
                self.open.discard(line)
