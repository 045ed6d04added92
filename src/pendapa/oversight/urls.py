"""The addresses of oversight: two desks, and what is public below the scorecards."""

from django.urls import path

from pendapa.oversight.views import audits, corrections, deadlines, findings, printing, public, reports

app_name = "oversight"
FINDING = "meja/temuan/<str:number>/"
ACTION = FINDING + "tindak/<int:position>/"
AUDIT = "meja/pengawasan/audit/<str:number>/"
REPORT = "meja/pengawasan/laporan/<str:number>/"
urlpatterns = [
    path("meja/pengawasan/", findings.overseers, name="overseers"),
    path("meja/pengawasan/temuan/baru/", findings.propose, name="propose"),
    path("meja/pengawasan/tenggat/", deadlines.deadlines, name="deadlines"),
    path("meja/pengawasan/audit/", audits.audits, name="audits"),
    path("meja/pengawasan/audit/baru/", audits.plan, name="plan_audit"),
    path(AUDIT, audits.audit, name="audit"),
    path(AUDIT + "kasus/<int:position>/buka/", audits.open_case, name="open_case"),
    path(AUDIT + "kertas/<uuid:file_id>/", audits.paper_file, name="paper_file"),
    path(AUDIT + "cetak.pdf", printing.audit, name="audit_pdf"),
    path(AUDIT + "<slug:step>/", audits.audit_step, name="audit_step"),
    path("meja/pengawasan/laporan/", reports.reports, name="reports"),
    path("meja/pengawasan/laporan/baru/", reports.receive, name="receive_report"),
    path(REPORT, reports.report, name="report"),
    path(REPORT + "<slug:step>/", reports.report_step, name="report_step"),
    path("meja/temuan/", findings.examined, name="examined"),
    path("meja/temuan/tindakan/", corrections.actions, name="actions"),
    path(FINDING, findings.finding, name="finding"),
    path(ACTION, corrections.action, name="action"),
    path(ACTION + "tonggak/<int:milestone_id>/selesai/", corrections.milestone_done, name="milestone_done"),
    path(ACTION + "bukti/<uuid:file_id>/", corrections.evidence, name="evidence"),
    path(ACTION + "<slug:step>/", corrections.action_step, name="action_step"),
    path(FINDING + "cetak.pdf", printing.finding, name="finding_pdf"),
    path(FINDING + "<slug:step>/", findings.finding_step, name="finding_step"),
    path("kinerja/temuan/", public.findings, name="public_findings"),
    path("kinerja/temuan/audit/<str:number>/", public.audit, name="public_audit"),
    path("kinerja/temuan/<str:number>/", public.finding, name="public_finding"),
]
