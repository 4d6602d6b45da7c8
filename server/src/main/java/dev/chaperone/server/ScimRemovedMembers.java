// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import de.captaingoldfish.scim.sdk.common.constants.enums.PatchOp;
import de.captaingoldfish.scim.sdk.common.request.PatchRequestOperation;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.patch.workarounds.PatchWorkaround;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;

import java.util.ArrayList;
import java.util.List;

/// Entra names whom it takes out of a group in the value, with a reference that is null beside it.
/// The library knows the habit, but only with nothing beside the value: so the rest is taken away
/// before it looks.
final class ScimRemovedMembers extends PatchWorkaround {
    private static final String VALUE = "value";

    @Override
    public boolean shouldBeHandled(
            PatchConfig config, ResourceType type, PatchRequestOperation operation) {
        return operation.getOp() == PatchOp.REMOVE
                && operation.getPath().filter("members"::equalsIgnoreCase).isPresent()
                && !operation.getValues().isEmpty();
    }

    @Override
    public boolean executeOtherHandlers() {
        return true;
    }

    @Override
    public PatchRequestOperation fixPatchRequestOperaton(
            ResourceType type, PatchRequestOperation operation) {
        List<String> bare = new ArrayList<>();
        for (String value : operation.getValues()) {
            JsonNode member =
                    JsonHelper.isValidJson(value) ? JsonHelper.readJsonDocument(value) : null;
            JsonNode id = member == null ? null : member.get(VALUE);
            bare.add(
                    id == null
                            ? value
                            : JsonNodeFactory.instance.objectNode().set(VALUE, id).toString());
        }
        return PatchRequestOperation.builder()
                .op(operation.getOp())
                .path(operation.getPath().orElseThrow())
                .values(bare)
                .build();
    }
}
