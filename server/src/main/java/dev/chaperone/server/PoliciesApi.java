// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.policies.Divergence;
import dev.chaperone.workspace.policies.Origin;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Published policies. The newest is in force, at the gateway too, when the call that published it
/// returns.
@RestController
class PoliciesApi {
    private static final Set<String> TYPES =
            Set.of("application/yaml", "text/yaml", "text/plain", "application/octet-stream");

    private final Policies policies;

    PoliciesApi(Policies policies) {
        this.policies = policies;
    }

    /// A published policy.
    ///
    /// @param version counted from 1
    /// @param hash SHA-256 of the exact bytes of the text
    /// @param publishedBy a person's id, `system` or `admin-token`
    /// @param author who wrote it, and `approvers` who approved exactly this text
    /// @param material whether everybody has to sign again
    /// @param required whether it asks people to sign it
    /// @param document SHA-256 of the page that people read and sign
    /// @param page where that page is; `.pdf`, `.md` and `.txt` are beside it
    record PolicyJson(
            int version,
            String hash,
            Instant published,
            String publishedBy,
            String author,
            List<String> approvers,
            boolean material,
            boolean required,
            String note,
            @Nullable String document,
            String page,
            String text) {
        static PolicyJson of(PolicyVersion version) {
            Origin origin = version.origin();
            return new PolicyJson(
                    version.version(),
                    version.hash().toString(),
                    version.publishedAt(),
                    version.publishedBy(),
                    origin.author(),
                    origin.approvers(),
                    origin.material(),
                    version.required(),
                    origin.note(),
                    version.document() == null ? null : version.document().toString(),
                    AcceptableUseController.PATH + "/" + version.version() + ".html",
                    version.text());
        }
    }

    /// What was compared with the version published last; each point `agrees`, `differs` or is
    /// `unknown`.
    record DivergenceJson(boolean agrees, List<PointJson> points) {}

    /// One of them.
    record PointJson(String name, String says, String state) {}

    /// Whether gateway, document, ledger and file go by the version that was published last.
    @Needs(Permission.READ_POLICY)
    @GetMapping("/api/v1/policy-divergence")
    DivergenceJson divergence() {
        Divergence divergence = policies.divergence();
        return new DivergenceJson(
                divergence.differences().isEmpty(),
                divergence.points().stream()
                        .map(each ->
                                new PointJson(
                                        each.name(),
                                        each.says(),
                                        each.state().name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/api/v1/policies")
    Page<PolicyJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "20") int limit) {
        Page<PolicyVersion> page = policies.list(cursor, limit);
        return new Page<>(page.items().stream().map(PolicyJson::of).toList(), page.next());
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping("/api/v1/policies")
    @ResponseStatus(HttpStatus.CREATED)
    @RequestBody(
            description = "the policy, in UTF-8",
            content = @Content(mediaType = "application/yaml", schema = @Schema(type = "string")))
    PolicyJson publish(HttpServletRequest request, SignedIn caller) throws IOException {
        String type = String.valueOf(request.getContentType()).split(";", 2)[0].strip();
        if (!TYPES.contains(type.toLowerCase(Locale.ROOT))) {
            throw new UnsupportedBodyException(
                    "The content type is '"
                            + type
                            + "'. Send the policy as 'application/yaml', for example with"
                            + " curl -H 'content-type: application/yaml' --data-binary @policy.yaml.");
        }
        byte[] text = request.getInputStream().readAllBytes();
        return PolicyJson.of(policies.publish(Given.utf8(text), caller.actor()));
    }
}
