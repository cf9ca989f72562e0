class Field:
    def __init__(self, *args, **kwargs):
        pass


def __getattr__(name):
    if name.startswith('_'):
        raise AttributeError(name)
    return Field
