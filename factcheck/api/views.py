"""Bases of all views: closed parameters, strict bodies, keyset lists; and the schema's pages."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.filters import ClosedFilters, Filter, refuse_unknown
from factcheck.api.pagination import PARAMETERS, KeysetPagination, Order
from factcheck.api.schema import DeskSchema
from factcheck.errors import NotFound

M = TypeVar("M", bound=Model)


class StrictSerializer(serializers.Serializer[Any]):
    """Shapes input; a field it does not know is an error, not silence."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the validated values, or list every problem at once."""
        errors: dict[str, Any] = {}
        values: Any = {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors = dict(error.detail)  # type: ignore[arg-type]
        if isinstance(data, dict):
            errors |= self._wrong_types(data)
            for name in data.keys() - self.fields.keys():
                known = ", ".join(sorted(self.fields))
                errors[name] = [
                    serializers.ErrorDetail(
                        f"There is no field of this name. Known: {known}.", code="unknown_field"
                    )
                ]
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def _wrong_types(self, data: dict[str, Any]) -> dict[str, Any]:
        """Refuse 5 for "5" and "yes" for true, which the framework would quietly convert."""
        return {
            name: [serializers.ErrorDetail(_("This has another JSON type."), code="wrong_type")]
            for name, field in self.fields.items()
            if data.get(name) is not None and not _fits(field, data[name])
        }


def _fits(field: serializers.Field[Any, Any, Any, Any], value: Any) -> bool:
    if isinstance(field, serializers.BooleanField):
        return isinstance(value, bool)
    if isinstance(field, serializers.IntegerField):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


class ApiView(generics.GenericAPIView[Any]):
    """A view of the API: ``rights`` per method, no parameter it does not name, no OPTIONS."""

    rights: ClassVar[dict[str, str]] = {}
    parameters: ClassVar[frozenset[str]] = frozenset()
    #: A service's field name → the API's, for the pointers of problems.
    field_names: ClassVar[dict[str, str]] = {}
    metadata_class = None
    schema = DeskSchema()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the caller first, then look at what was asked."""
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, self.known_parameters())

    def known_parameters(self) -> frozenset[str]:
        """Return the query parameters this view takes."""
        return self.parameters

    def read(self, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """Return the validated body."""
        serializer = shape(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class ListView(ApiView, generics.ListAPIView[Any]):
    """A list in keyset pages with a closed table of filters and orders."""

    filters: ClassVar[dict[str, Filter]] = {}
    orders: ClassVar[dict[str, Order]] = {"created": Order(("id",))}
    default_order: ClassVar[str] = "-created"
    filter_backends = [ClosedFilters]
    pagination_class = KeysetPagination
    applied_filters: dict[str, str]
    #: For a list below one record (…/{id}/things): its model, and the lookup that leads to it.
    parent: ClassVar[tuple[type[Model], str] | None] = None

    def get_queryset(self) -> QuerySet[Any]:
        """Return all rows, or those of the record the address names."""
        rows = super().get_queryset()
        if self.parent is None:
            return rows
        model, path = self.parent
        if not model._default_manager.filter(pk=self.kwargs["id"]).exists():
            raise NotFound(_("There is nothing at this address."))
        return rows.filter(**{path: self.kwargs["id"]})

    def known_parameters(self) -> frozenset[str]:
        """Return filters and paging; other methods on the same address take none."""
        if self.request.method not in ("GET", "HEAD"):
            return frozenset()
        return PARAMETERS | self.filters.keys()


def one(rows: QuerySet[M], id: UUID) -> M:  # noqa: A002 - the name the addresses use
    """Return the row with this id, or raise ``NotFound``."""
    row = rows.filter(pk=id).first()
    if row is None:
        raise NotFound(_("There is nothing at this address."))
    return row


def created(body: Any, location: str, *, status: int = 201) -> Response:
    """Return 201 (or ``status``) with the new thing and its address."""
    response = Response(body, status=status)
    response["Location"] = location
    return response
