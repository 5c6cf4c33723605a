"""Addresses of the pages of this step: they stand above their views."""

from lianqun.office.pages.routes import routes_in

urlpatterns = routes_in("lianqun.office.views.tables")
