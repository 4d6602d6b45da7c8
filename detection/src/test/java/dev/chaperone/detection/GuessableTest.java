// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class GuessableTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "info",
                "true",
                "Zx81qqL",
                "8080",
                "2026-11-30",
                "192.168.100.200:5432",
                "aaaaaaaaaaaaaaaa",
                "abababababababab",
                "production",
                "password123",
                "localhost:5432",
                "postgres",
                "northwind-shop-backend",
                "https://api.northwind.example/v1",
                "/var/lib/northwind/data",
                "jdbc:postgresql://db1.internal:54321/shop?ssl=true",
                "postgres://app:secret@db.internal:54321/shop10",
                "Europe/Berlin",
                "${DATABASE_PASSWORD}",
                "changeme-changeme-77123",
                "noreply@northwind.com",
                "The shop of Northwind Robotics"
            })
    void namesAReason(String value) {
        assertThat(Guessable.reason(value)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kQ7mZx2LwT4bYd8NcJ5h",
                "x#9!kQ$2v^Lp@7",
                "postgres://app:Zx81qqLp9KwT2@db.internal:5432/shop",
                "postgres://app:ZxqqLpKwT8@db.internal:5432/shop",
                "https://hooks.northwind.com/T0ZX81QQL/B9KWT2/XvR4kq7mZx2LwT4bYd8NcJ5h",
                "d41d8cd98f00b204e9800998ecf8427e",
                "550e8400-e29b-41d4-a716-446655440000",
                "49291234567812345678",
                "qzxvkwjmtrbdpnhgfjcs"
            })
    void hasNothingAgainstSecrets(String value) {
        assertThat(Guessable.reason(value)).isNull();
    }

    @Test
    void hasNothingAgainstRandomTokens() {
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            refused += Guessable.reason(OwnSecrets.token(random, 24)) == null ? 0 : 1;
        }
        assertThat(refused).isLessThan(40);
    }

    @Test
    void doesNotShowTheValue() {
        assertThat(Guessable.reason("sunshine")).doesNotContain("sunshine");
    }
}
