class BaseModel:
    _name = _description = None


class AbstractModel(BaseModel):
    pass


class Model(AbstractModel):
    pass


class TransientModel(Model):
    pass


class Constraint:
    def __init__(self, *args, **kwargs):
        pass


class Index(Constraint):
    pass
