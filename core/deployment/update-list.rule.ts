import { addonsMount } from './names.rule.ts'

/** In the word for an update whose database was last updated with the same image: it lists all modules of that already. */
export const listedWord = 'the image is listed'

/**
 * Before an update Odoo writes the manifest of every module it can find into the database, a second for each hundred;
 * and once more for what is to be updated. Visitors wait meanwhile: it does so once, and only for what can have changed.
 * An Odoo that does not have these names does as it always does.
 */
export const updateListText = `
def shorten_update():
    try:
        from odoo.addons.base.models import ir_module
    except ImportError:
        return
    classes = [one for one in vars(ir_module).values() if issubclass(type(one), type)]
    model = next((one for one in classes if getattr(one, "_name", None) == "ir.module.module"), None)
    if not hasattr(model, "update_list") or not hasattr(model, "button_upgrade"):
        return
    import odoo.modules

    with open(word) as file:
        listed = "${listedWord}" in file.read()
    home, name = odoo.modules, "get_modules"
    if hasattr(home, "Manifest"):
        home, name = home.Manifest, "all_addon_manifests"
    update_list, button_upgrade, every = model.update_list, model.button_upgrade, getattr(home, name)
    upgrading = []

    def outside_of_image():
        mounted = ("${addonsMount}/", odoo.tools.config["data_dir"] + "/")
        paths = odoo.addons.__path__
        odoo.addons.__path__ = [path for path in paths if (path + "/").startswith(mounted)]
        try:
            return every()
        finally:
            odoo.addons.__path__ = paths

    @functools.wraps(update_list)
    def shorter_list(self, *given, **named):
        if upgrading:
            return [0, 0]
        if listed:
            setattr(home, name, staticmethod(outside_of_image) if isinstance(home, type) else outside_of_image)
        try:
            return update_list(self, *given, **named)
        finally:
            setattr(home, name, staticmethod(every) if isinstance(home, type) else every)

    @functools.wraps(button_upgrade)
    def upgrade_of_listed(self, *given, **named):
        upgrading.append(True)
        try:
            return button_upgrade(self, *given, **named)
        finally:
            upgrading.pop()

    model.update_list, model.button_upgrade = shorter_list, upgrade_of_listed
`
