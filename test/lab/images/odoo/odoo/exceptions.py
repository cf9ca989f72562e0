class UserError(Exception):
    pass


class RedirectWarning(Exception):
    pass


class AccessDenied(UserError):
    pass


class AccessError(UserError):
    pass


class MissingError(UserError):
    pass


class ValidationError(UserError):
    pass
