"""The Lucide icons that pages may ask for (names as on lucide.dev). The build copies exactly these."""

ICON_NAMES = frozenset(
    """
    accessibility activity archive arrow-left arrow-right award baby badge-check ban banknote bell book-open
    briefcase building-2 calendar calendar-clock camera car chart-column check chevron-down chevron-left
    chevron-right circle-alert circle-check circle-dot circle-question-mark circle-x clipboard-check clock copy
    download ellipsis external-link eye eye-off file file-badge file-check file-pen file-search file-text file-x
    fingerprint flower-2 folder-open gavel graduation-cap hand handshake hash heart-handshake heart-pulse
    history hourglass house id-card image inbox info key-round keyboard landmark languages layout-dashboard link
    list-checks list-filter lock log-in log-out mail map map-pin megaphone menu message-square minus paperclip
    pause pen-line pencil phone play plus printer qr-code refresh-cw route save scale scan-line scroll-text
    search send settings shield-check signature smartphone smile sprout stamp star stethoscope store tag
    thumbs-up timer trash-2 triangle-alert truck undo-2 upload user user-check user-plus users wallet wifi-off x
    """.split()  # noqa: SIM905
)
