// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import de.captaingoldfish.scim.sdk.common.constants.ClassPathReferences;
import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.EndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.directory.DirectoryGroup;
import dev.chaperone.workspace.directory.DirectoryUser;
import dev.chaperone.workspace.directory.DirectoryUsers;
import dev.chaperone.workspace.directory.Said;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// `/Users` of the protocol.
final class ScimUsers extends ResourceHandler<User> {
    /// How many are looked at one by one for a filter that has no index.
    static final int SEARCHED = 10_000;

    /// What of the standard's schema we have a use for, and of addresses only the country.
    private static final Set<String> KEPT =
            Set.of(
                    "id",
                    "externalId",
                    "userName",
                    "name",
                    "displayName",
                    "title",
                    "userType",
                    "active",
                    "emails",
                    "addresses",
                    "groups");

    private static final Set<String> KEPT_OF_ADDRESSES = Set.of("type", "primary", "country");
    private static final Set<String> KEPT_OF_ENTERPRISE = Set.of("department", "manager");

    private final DirectoryUsers users;

    ScimUsers(DirectoryUsers users) {
        this.users = users;
    }

    /// The endpoint with its schemas.
    EndpointDefinition endpoint() {
        JsonNode schema = JsonHelper.loadJsonDocument(ClassPathReferences.USER_SCHEMA_JSON);
        keep(schema.withArray("attributes"), KEPT);
        for (JsonNode attribute : schema.withArray("attributes")) {
            if (attribute.path("name").asText().equals("addresses")) {
                keep(attribute.withArray("subAttributes"), KEPT_OF_ADDRESSES);
            }
        }
        JsonNode enterprise =
                JsonHelper.loadJsonDocument(ClassPathReferences.ENTERPRISE_USER_SCHEMA_JSON);
        keep(enterprise.withArray("attributes"), KEPT_OF_ENTERPRISE);
        for (JsonNode attribute : enterprise.withArray("attributes")) {
            for (JsonNode part : attribute.path("subAttributes")) {
                // Some directories tell a manager's name only.
                ((ObjectNode) part).put("required", false);
            }
        }
        return new EndpointDefinition(
                JsonHelper.loadJsonDocument(ClassPathReferences.USER_RESOURCE_TYPE_JSON),
                schema,
                List.of(enterprise),
                this);
    }

    private static void keep(ArrayNode attributes, Set<String> names) {
        for (int i = attributes.size() - 1; i >= 0; i--) {
            if (!names.contains(attributes.get(i).path("name").asText())) {
                attributes.remove(i);
            }
        }
    }

    @Override
    public User createResource(User wanted, Context context) {
        ScimCall call = (ScimCall) context;
        return call.part(() -> {
            DirectoryUser made = users.create(read(wanted, true), call.by());
            call.changed(made.person().id().value(), "taken in");
            return shown(made, call);
        });
    }

    @Override
    public @Nullable User getResource(
            String id,
            List<SchemaAttribute> attributes,
            List<SchemaAttribute> excluded,
            Context context) {
        ScimCall call = (ScimCall) context;
        return call.part(() -> shown(existing(id), call));
    }

    @Override
    public PartialListResponse<User> listResources(
            long startIndex,
            int count,
            @Nullable FilterNode filter,
            @Nullable SchemaAttribute sortBy,
            @Nullable SortOrder sortOrder,
            List<SchemaAttribute> attributes,
            List<SchemaAttribute> excluded,
            Context context) {
        ScimCall call = (ScimCall) context;
        return call.part(() -> list(startIndex - 1, count, filter, call));
    }

    private PartialListResponse<User> list(
            long skip, int count, @Nullable FilterNode filter, ScimCall call) {
        ScimFilter search = ScimFilter.of(filter, "userName");
        if (search.exact()) {
            List<DirectoryUser> found =
                    count == 0 ? List.of() : users.list(search.sought(), skip, count);
            return PartialListResponse.<User>builder()
                    .resources(shown(found, call))
                    .totalResults(users.count(search.sought()))
                    .build();
        }
        List<DirectoryUser> candidates = users.list(search.sought(), 0, SEARCHED + 1);
        if (candidates.size() > SEARCHED) {
            throw new BadRequestException(
                    "This filter looks at more than "
                            + SEARCHED
                            + " users. Filter by userName, externalId or emails.value with eq.",
                    ScimType.RFC7644.TOO_MANY);
        }
        List<User> found =
                FilterResourceResolver.filterResources(
                        getServiceProvider(),
                        shown(candidates, call),
                        Objects.requireNonNull(filter));
        return PartialListResponse.<User>builder()
                .resources(found.stream().skip(skip).limit(count).toList())
                .totalResults(found.size())
                .build();
    }

    @Override
    public User updateResource(User wanted, Context context) {
        ScimCall call = (ScimCall) context;
        return call.part(() -> {
            DirectoryUser before = existing(wanted.getId().orElse(""));
            Said was = before.said();
            boolean active = was == null ? before.person().active() : was.active();
            DirectoryUser after =
                    users.change(before.person().id(), read(wanted, active), call.by());
            call.changed(after.person().id().value(), words(before, after));
            return shown(after, call);
        });
    }

    @Override
    public void deleteResource(String id, Context context) {
        ScimCall call = (ScimCall) context;
        call.part(() -> {
            DirectoryUser user = existing(id);
            users.remove(user.person().id(), call.by());
            call.changed(id, "deleted: access ended");
            return true;
        });
    }

    private Said read(User wanted, boolean active) {
        return ScimUser.read(wanted, active, id -> users.find(id).isPresent());
    }

    private DirectoryUser existing(String id) {
        try {
            return users.find(new PersonId(id)).orElseThrow(ScimUsers::unknown);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static RejectedException unknown() {
        return RejectedException.unknown("user");
    }

    private User shown(DirectoryUser user, ScimCall call) {
        return shown(List.of(user), call).getFirst();
    }

    private List<User> shown(List<DirectoryUser> some, ScimCall call) {
        Map<PersonId, List<DirectoryGroup>> groups =
                users.groups()
                        .of(
                                some.stream()
                                        .map(each -> each.person().id())
                                        .collect(Collectors.toCollection(HashSet::new)));
        return some.stream()
                .map(each ->
                        ScimUser.of(each, groups.getOrDefault(each.person().id(), List.of()), call))
                .toList();
    }

    /// What changed, without any value.
    private static String words(DirectoryUser before, DirectoryUser after) {
        List<String> words = new ArrayList<>();
        note(words, "address", before.person().email(), after.person().email());
        note(words, "name", before.person().name(), after.person().name());
        note(words, "work", before.person().employment(), after.person().employment());
        note(words, "country", before.person().jurisdiction(), after.person().jurisdiction());
        if (before.person().active() != after.person().active()) {
            words.add(after.person().active() ? "access begun again" : "access ended");
        }
        Said said = after.said();
        if (said != null && said.active() && !after.person().active()) {
            words.add("access stays ended: it was ended in Chaperone");
        }
        if (before.said() == null) {
            words.add("taken over");
        }
        boolean silent = words.isEmpty() && Objects.equals(before.said(), said);
        return silent ? "nothing new" : words.isEmpty() ? "details" : String.join(", ", words);
    }

    private static void note(
            List<String> words, String word, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            words.add(word);
        }
    }
}
