// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

/// Why the gateway itself answers instead of the model, and how each format's clients are told.
///
/// A status is chosen by what the clients do with it: they should stop after one request and show
/// our text. Claude Code repeats a 400 six times with ever larger bodies, and hides or replaces the
/// text of 403, 404, 413, 429 and 5xx, but shows that of a 451 as it is. The clients of OpenAI's
/// and Google's formats show the text of a 400 and stop; some hide that of a 403 or repeat it, a
/// 451 or a 429.
public enum Fault {
    /// The policy does not allow the prompt.
    POLICY(451, "permission_error", 400, "invalid_request_error", false),
    /// So many requests or tokens are allowed in a time, and they are used up.
    RATE(429, "rate_limit_error", 429, "rate_limit_exceeded", false),
    /// So much money is allowed in a time, and it is used up.
    BUDGET(429, "billing_error", 429, "insufficient_quota", false),
    /// The caller's key is missing, expired or not known.
    UNKNOWN_CALLER(401, "authentication_error", 401, "authentication_error", false),
    /// The body is not what the format asks for.
    MALFORMED(400, "invalid_request_error", 400, "invalid_request_error", false),
    /// The body is larger than the gateway takes.
    TOO_LARGE(413, "request_too_large", 413, "request_too_large", false),
    /// The body has a content type or an encoding that the gateway does not read.
    UNSUPPORTED_MEDIA(415, "invalid_request_error", 415, "invalid_request_error", false),
    /// The client stopped sending in the middle of its body.
    BODY_STALLED(408, "timeout_error", 408, "timeout_error", true),
    /// There is nothing at this path.
    NOT_FOUND(404, "not_found_error", 404, "not_found_error", false),
    /// There is something at this path, for another method.
    WRONG_METHOD(405, "invalid_request_error", 405, "invalid_request_error", false),
    /// The ledger could not take the record, so nothing was sent. This may pass by itself.
    NOT_RECORDED(503, "api_error", 503, "server_error", true),
    /// The model's side could not be reached.
    UPSTREAM_UNREACHABLE(502, "api_error", 502, "server_error", true),
    /// The model's side did not answer in time.
    UPSTREAM_TIMEOUT(504, "timeout_error", 504, "timeout_error", true),
    /// Whoever answered at the model's address could not prove to be it. As with [#NO_UPSTREAM],
    /// trying again changes nothing and the text is what helps.
    UPSTREAM_UNPROVEN(451, "api_error", 400, "invalid_request_error", false),
    /// No model is configured for this format. A 503 would say so better, but clients repeat it and
    /// then show a text of their own; trying again changes nothing here, and the text is what
    /// helps.
    NO_UPSTREAM(451, "api_error", 400, "invalid_request_error", false),
    /// A mistake of ours.
    INTERNAL(500, "api_error", 500, "server_error", true);

    private final int anthropicStatus;
    private final String anthropicType;
    private final int openAiStatus;
    private final String openAiType;
    private final boolean worthRetrying;

    Fault(
            int anthropicStatus,
            String anthropicType,
            int openAiStatus,
            String openAiType,
            boolean worthRetrying) {
        this.anthropicStatus = anthropicStatus;
        this.anthropicType = anthropicType;
        this.openAiStatus = openAiStatus;
        this.openAiType = openAiType;
        this.worthRetrying = worthRetrying;
    }

    /// The status to answer with.
    ///
    /// @param client who reads it; all clients of a format take the same one today, but what a
    ///   client does with a status changes with its versions
    public int status(WireFormat format, Client client) {
        return switch (format.family()) {
            case ANTHROPIC -> anthropicStatus;
            case OPENAI, GEMINI -> openAiStatus;
        };
    }

    /// The error type of the body.
    public String type(WireFormat format) {
        return switch (format.family()) {
            case ANTHROPIC -> anthropicType;
            case OPENAI -> openAiType;
            case GEMINI -> geminiType();
        };
    }

    /// The canonical error code of Google's APIs (google.rpc.Code) that goes with the status.
    private String geminiType() {
        return switch (openAiStatus) {
            case 401 -> "UNAUTHENTICATED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 500 -> "INTERNAL";
            case 502, 503 -> "UNAVAILABLE";
            default -> "INVALID_ARGUMENT";
        };
    }

    /// Whether the same request may succeed a little later; if not, `x-should-retry: false` keeps
    /// clients from trying.
    public boolean worthRetrying() {
        return worthRetrying;
    }
}
