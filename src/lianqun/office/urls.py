"""Addresses of the site."""

from django.urls import URLPattern, URLResolver, path

from lianqun.office.api.routes import api
from lianqun.office.views import (
    account,
    audit,
    chains,
    doors,
    exports,
    guide,
    home,
    imports,
    lists,
    maps,
    organizations,
    people,
    places,
    projects,
    reading,
    review,
    search,
    why,
    work,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show_home, name="home"),
    path("sign-in", doors.sign_in, name="sign-in"),
    path("sign-out", doors.sign_out, name="sign-out"),
    path("language", doors.set_language, name="language"),
    path("account", account.show_account, name="account"),
    path("maps/shapes/<str:name>.json", maps.send_shape, name="shape"),
    path("maps/<str:kind>.json", maps.send_drawing, name="map-json"),
    path("maps/<str:kind>", maps.show_map, name="map"),
    path("maps/<str:kind>/print", maps.print_map, name="map-print"),
    path("chains", chains.list_chains, name="chains"),
    path("chains/<str:chain_id>", chains.show_chain, name="chain"),
    path("links/<str:link_id>", chains.show_link, name="link"),
    path("organizations/<str:organization_id>", organizations.show_organization, name="organization"),
    path("organizations/<str:organization_id>/judge", organizations.judge, name="judge"),
    path("judgements/<str:judgement_id>/undo", organizations.undo_judgement, name="judgement-undo"),
    path("projects/<str:project_id>", projects.show_project, name="project"),
    path("places/<str:place_id>", places.show_place, name="place"),
    path("documents", reading.list_documents, name="documents"),
    path("documents/<str:document_id>", reading.show_document, name="document"),
    path("documents/<str:document_id>/passages", reading.show_passages, name="passages"),
    path("documents/<str:document_id>/reread", reading.reread, name="reread"),
    path("review", review.show_queue, name="review"),
    path("review/<str:statement_id>", review.decide, name="decide"),
    path("review/<str:statement_id>/text", review.show_context, name="review-text"),
    path("lists/<str:name>", lists.show_list, name="list"),
    path("search", search.show_search, name="search"),
    path("imports", imports.show_imports, name="imports"),
    path("imports/<int:job_id>/<str:step>", imports.act_on_import, name="import-act"),
    path("exports", exports.show_exports, name="exports"),
    path("jobs", work.list_jobs, name="jobs"),
    path("jobs/<int:job_id>", work.show_job, name="job"),
    path("jobs/<int:job_id>/progress", work.show_progress, name="job-progress"),
    path("jobs/<int:job_id>/cancel", work.cancel, name="job-cancel"),
    path("jobs/<int:job_id>/file", work.send_file, name="job-file"),
    path("audit", audit.show_audit, name="audit"),
    path("people", people.show_people, name="people"),
    path("people/<str:username>", people.show_person, name="person"),
    path("help", guide.show_guide, name="help"),
    path("why/<str:table>/<str:row_id>", why.show_why, name="why"),
    path("api/", api.urls),
]

handler403 = "lianqun.office.views.lost.forbidden"
handler404 = "lianqun.office.views.lost.not_found"
handler500 = "lianqun.office.views.lost.failed"
