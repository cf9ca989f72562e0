def _with_arguments(*args, **kwargs):
    return lambda method: method


depends = depends_context = constrains = onchange = ondelete = autovacuum = returns = _with_arguments


def model(method):
    return method


model_create_multi = private = readonly = autovacuum = model
