"""What les-emplois and the ASP say of people."""

from __future__ import annotations

from typing import Final

from hub_siae_registry.privacy import Privacy

PRIVACY: Final = Privacy(
    dropped=(
        "admin_name",
        "admin_email",
        "description",
        "profil_recherche",
        "structure_identifiant_corresp_technique",
        "structure_adresse_mail_corresp_technique",
        "structure_adresse_nom_corresp_technique",
        "structure_adresse_prenom_corresp_technique",
    ),
    filtered=(
        "courriel",
        "telephone",
        "email",
        "phone",
        "structure_adresse_admin_telephone",
        "structure_adresse_gestion_telephone",
    ),
)
"""``description`` and ``profil_recherche`` are free texts, which often name somebody to call."""
