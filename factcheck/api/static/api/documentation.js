"use strict";
// Swagger UI on our own document. Tokens typed into it stay in this tab's memory.
{
  const place = document.getElementById("documentation");
  SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: true,
    persistAuthorization: false,
    validatorUrl: null,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    // Only the token speaks here: without the session no request needs a CSRF token.
    requestInterceptor: (request) => {
      if (!request.loadSpec) request.credentials = "omit";
      return request;
    },
  });
}
