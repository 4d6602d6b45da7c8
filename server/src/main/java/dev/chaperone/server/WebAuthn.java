// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;

import dev.chaperone.workspace.accounts.PasskeyAnswer;
import dev.chaperone.workspace.accounts.PasskeyProtocol;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Passkeys by the library WebAuthn4J. Who made a device is not asked (attestation `none`): any
/// will do that makes sure who holds it.
final class WebAuthn implements PasskeyProtocol {
    /// ES256, EdDSA and RS256: what devices can.
    static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

    private static final Logger LOG = LoggerFactory.getLogger(WebAuthn.class);
    private static final int LONGEST_CREDENTIAL = 1_023;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter keys =
            new AttestedCredentialDataConverter(converter);

    @Override
    public Optional<Kept> made(PasskeyAnswer answer) {
        try {
            JsonNode told = JSON.readTree(answer.text());
            RegistrationData data =
                    manager.verify(
                            new RegistrationRequest(
                                    bytes(told, "attestationObject"),
                                    bytes(told, "clientDataJSON")),
                            new RegistrationParameters(site(answer), accepted(), true, true));
            AttestationObject attestation = data.getAttestationObject();
            AttestedCredentialData credential =
                    attestation == null
                            ? null
                            : attestation.getAuthenticatorData().getAttestedCredentialData();
            if (attestation == null
                    || credential == null
                    || credential.getCredentialId().length > LONGEST_CREDENTIAL) {
                return Optional.empty();
            }
            return Optional.of(
                    new Kept(
                            text(credential.getCredentialId()),
                            text(keys.convert(credential)),
                            attestation.getAuthenticatorData().getSignCount(),
                            attestation.getAuthenticatorData().isFlagBE()));
        } catch (WebAuthnException | JacksonException | IllegalArgumentException e) {
            refused(e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> credential(PasskeyAnswer answer) {
        try {
            JsonNode id = JSON.readTree(answer.text()).path("id");
            return id.isString() && id.asString().length() <= 2 * LONGEST_CREDENTIAL
                    ? Optional.of(text(Base64.getUrlDecoder().decode(id.asString())))
                    : Optional.empty();
        } catch (JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public Shown shown(PasskeyAnswer answer, Kept kept, String holder) {
        try {
            JsonNode told = JSON.readTree(answer.text());
            byte[] handle = bytes(told, "userHandle");
            if (!MessageDigest.isEqual(handle, holder.getBytes(StandardCharsets.UTF_8))) {
                return new Shown.Nothing();
            }
            AuthenticationData data =
                    manager.verify(
                            new AuthenticationRequest(
                                    decode(kept.credential()),
                                    handle,
                                    bytes(told, "authenticatorData"),
                                    bytes(told, "clientDataJSON"),
                                    bytes(told, "signature")),
                            new AuthenticationParameters(
                                    site(answer), record(kept), null, true, true));
            return data.getAuthenticatorData() == null
                    ? new Shown.Nothing()
                    : new Shown.Holds(data.getAuthenticatorData().getSignCount());
        } catch (MaliciousCounterValueException _) {
            return new Shown.Copied();
        } catch (WebAuthnException | JacksonException | IllegalArgumentException e) {
            refused(e);
            return new Shown.Nothing();
        }
    }

    /// The kind of the fault, for whoever sets the product up: nothing of what was sent.
    private static void refused(Exception e) {
        LOG.debug("An answer of a passkey does not hold: {}", e.getClass().getSimpleName());
    }

    private CredentialRecordImpl record(Kept kept) {
        return new CredentialRecordImpl(
                null,
                true,
                kept.synced(),
                null,
                kept.counter(),
                keys.convert(decode(kept.key())),
                null,
                null,
                null,
                null);
    }

    private static List<PublicKeyCredentialParameters> accepted() {
        return ALGORITHMS.stream()
                .map(each ->
                        new PublicKeyCredentialParameters(
                                PublicKeyCredentialType.PUBLIC_KEY,
                                COSEAlgorithmIdentifier.create(each)))
                .toList();
    }

    private static ServerProperty site(PasskeyAnswer answer) {
        return ServerProperty.builder()
                .origin(new Origin(answer.site().origin()))
                .rpId(answer.site().name())
                .challenge(new DefaultChallenge(decode(answer.challenge())))
                .build();
    }

    private static byte[] bytes(JsonNode told, String field) {
        JsonNode value = told.path("response").path(field);
        if (!value.isString()) {
            throw new IllegalArgumentException("No " + field);
        }
        return decode(value.asString());
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
