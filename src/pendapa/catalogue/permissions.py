"""Who may do what with the catalogue."""

from pendapa.people.permissions import Permission, declare
from pendapa.people.roles import Role

VIEW_CATALOGUE_DESK = declare(
    Permission(
        "catalogue.view_desk",
        roles=frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.INTERNAL_AUDITOR, Role.OVERSEER}),
        reach="body",
    )
)
REVISE_STANDARD = declare(Permission("catalogue.revise_standard", roles=frozenset({Role.ADMINISTRATOR, Role.HEAD})))
SUBMIT_STANDARD = declare(Permission("catalogue.submit_standard", roles=frozenset({Role.ADMINISTRATOR, Role.HEAD})))
PUBLISH_STANDARD = declare(Permission("catalogue.publish_standard", roles=frozenset({Role.ADMINISTRATOR})))
LOAD_CATALOGUE = declare(Permission("catalogue.load_folder", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))
