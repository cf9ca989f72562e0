"""Passwords as passlib writes them for Odoo: $pbkdf2-sha512$rounds$salt$sum."""
import base64
import hashlib
import hmac
import os

ROUNDS = 600  # Odoo takes 600,000; a test double need not be safe


def packed(data):
    return base64.b64encode(data).decode().rstrip('=').replace('+', '.')


def unpacked(text):
    return base64.b64decode(text.replace('.', '+') + '=' * (-len(text) % 4))


def hashed(password):
    salt = os.urandom(16)
    return f"$pbkdf2-sha512${ROUNDS}${packed(salt)}${packed(hashlib.pbkdf2_hmac('sha512', password.encode(), salt, ROUNDS))}"


def fits(password, stored):
    if not stored:
        return False
    if not stored.startswith('$pbkdf2-sha512$'):  # Odoo takes plain ones too, and hashes them at the first login
        return hmac.compare_digest(password.encode(), stored.encode())
    _, _, rounds, salt, total = stored.split('$')
    made = hashlib.pbkdf2_hmac('sha512', password.encode(), unpacked(salt), int(rounds))
    return hmac.compare_digest(made, unpacked(total))
