// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.RejectedException.Reason;
import dev.chaperone.workspace.TestWorkspace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ListedSecretsTest {
    private static final String KEY_TEXT = "0f".repeat(FingerprintKey.BYTES);
    private static final FingerprintKey KEY = FingerprintKey.parse(KEY_TEXT);
    private static final String VALUE = "winter.Kq7-mZx2LwT4";

    @TempDir Path directory;

    private TestWorkspace workspace;
    private ListedSecrets secrets;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        secrets = secrets(workspace.inForce());
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void isLookedForWhenTheCallReturnsAndUntilItIsRemoved() {
        assertThat(found()).isEmpty();

        secrets.add(List.of(secret("shop.door", VALUE)), Actor.ADMIN_TOKEN);
        assertThat(found()).containsExactly("shop.door");

        secrets.remove("shop.door", Actor.ADMIN_TOKEN);
        assertThat(found()).isEmpty();
    }

    @Test
    void takesThePlaceOfTheOneThatWasCalledTheSame() {
        secrets.add(List.of(secret("door", "summer.Kq7-mZx2LwT4")), Actor.ADMIN_TOKEN);
        secrets.add(List.of(secret("door", VALUE)), Actor.ADMIN_TOKEN);

        assertThat(found()).containsExactly("door");
        assertThat(secrets.count()).isEqualTo(1);
    }

    @Test
    void recordsNamesAndCountsAndNothingOfTheValues() throws IOException {
        KnownSecret canary =
                KnownSecret.of(KEY, "backup", KnownSecret.Kind.CANARY, "trap.Kq7-mZx2LwT4");
        secrets.add(List.of(secret("b", VALUE), secret("a", VALUE), canary), Actor.ADMIN_TOKEN);
        secrets.key(Actor.SYSTEM);
        secrets.remove("a", Actor.ADMIN_TOKEN);

        assertThat(workspace.changes().stream().map(change -> change.action()))
                .containsExactly(
                        "known-secrets.added", "known-secrets.key-read", "known-secrets.removed");
        assertThat(workspace.changes().getFirst().details())
                .isEqualTo(Map.of("count", "3", "secret", "a, b", "canary", "backup"));
        assertThat(workspace.changes().toString())
                .doesNotContain(canary.fingerprints().getFirst().mac())
                .doesNotContain(KEY_TEXT);
    }

    @Test
    void givesTheKeyToNobodyOfWhomThatIsNotRecorded() throws IOException {
        assertThat(secrets.key(Actor.ADMIN_TOKEN)).isEqualTo(KEY_TEXT);
        workspace.ledger().close();

        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() -> secrets.key(Actor.ADMIN_TOKEN));
    }

    @Test
    void neitherStoresNorPutsInForceWhatTheLedgerDoesNotTake() throws IOException {
        workspace.ledger().close();

        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() -> secrets.add(List.of(secret("door", VALUE)), Actor.ADMIN_TOKEN));
        assertThat(secrets.count()).isZero();
        assertThat(found()).isEmpty();
    }

    @Test
    void putsTheStoredOnesInForceAtTheStart() {
        secrets.add(List.of(secret("door", VALUE)), Actor.ADMIN_TOKEN);
        InForce later = new InForce(workspace.inForce().policy());

        secrets(later).publish();

        assertThat(found(later)).containsExactly("door");
    }

    @Test
    void refusesTooManyAtOnceTwoOfANameAndOneThatIsNotThere() {
        List<KnownSecret> many = new ArrayList<>();
        for (int i = 0; i <= ListedSecrets.MOST_AT_ONCE; i++) {
            many.add(secret("s" + i, VALUE));
        }
        assertRejected(Reason.INVALID, () -> secrets.add(many, Actor.ADMIN_TOKEN));
        assertRejected(Reason.INVALID, () -> secrets.add(List.of(), Actor.ADMIN_TOKEN));
        assertRejected(
                Reason.INVALID,
                () ->
                        secrets.add(
                                List.of(secret("a", VALUE), secret("a", VALUE)),
                                Actor.ADMIN_TOKEN));
        assertRejected(Reason.UNKNOWN, () -> secrets.remove("a", Actor.ADMIN_TOKEN));
    }

    @Test
    void recordsAsManyAsMayBeAddedAtOnceWithTheLongestNames() {
        List<KnownSecret> many = new ArrayList<>();
        for (int i = 0; i < ListedSecrets.MOST_AT_ONCE; i++) {
            many.add(secret("%0100d".formatted(i), VALUE));
        }
        secrets.add(many, Actor.ADMIN_TOKEN);

        assertThat(secrets.count()).isEqualTo(ListedSecrets.MOST_AT_ONCE);
    }

    @Test
    void listsTheNewestFirstPieceByPiece() {
        for (String name : List.of("a", "b", "c")) {
            secrets.add(List.of(secret(name, VALUE)), Actor.ADMIN_TOKEN);
        }

        var first = secrets.list(null, 2);
        var second = secrets.list(first.next(), 2);

        assertThat(first.items()).extracting(ListedSecret::name).containsExactly("c", "b");
        assertThat(second.items()).extracting(ListedSecret::name).containsExactly("a");
        assertThat(second.items().getFirst())
                .isEqualTo(
                        new ListedSecret(
                                "a", KnownSecret.Kind.SECRET, TestWorkspace.NOON, "admin-token"));
    }

    private static void assertRejected(Reason reason, Runnable call) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private List<String> found() {
        return found(workspace.inForce());
    }

    private static List<String> found(InForce inForce) {
        byte[] text = ("the door: " + VALUE + ".").getBytes(StandardCharsets.UTF_8);
        return inForce.scanner().scan(text, 0, text.length).stream()
                .filter(finding -> finding.detector().equals("company-secret"))
                .map(Finding::name)
                .map(String::valueOf)
                .toList();
    }

    private ListedSecrets secrets(InForce inForce) {
        return new ListedSecrets(
                workspace.database(), workspace.journal(), inForce, KEY_TEXT, workspace.clock());
    }

    private static KnownSecret secret(String name, String value) {
        return KnownSecret.of(KEY, name, KnownSecret.Kind.SECRET, value);
    }
}
