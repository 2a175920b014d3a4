package dev.undercurrent.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
    private static String json(Consumer<JsonBytes> write) {
        JsonBytes json = new JsonBytes().begin().open('[');
        write.accept(json);
        return new String(json.close(']').toBytes(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                1,
                -1,
                0.1,
                1e-4,
                5e-5,
                1.23456,
                -99.5,
                1e7,
                12345678.9,
                99_999_999_999.9999,
                1e11,
                1e15,
                1e22,
                1.7976931348623157e308,
                4.9e-324,
                0.30000000000000004,
                37.01833333333334,
                1234567.12345678,
                12345678.12345678
            })
    void aNumberIsReadBackToTheSameBits(double number) {
        String json = new String(new JsonBytes().begin().number(number).toBytes(), UTF_8);

        assertThat(Double.parseDouble(json)).isEqualTo(number + 0.0);
        assertThat(json).matches("-?\\d+\\.\\d+(E-?\\d+)?");
    }

    @Test
    void aFewDecimalsAreWrittenWithoutAnExponent() {
        assertThat(json(json -> json.number(9.71)
                        .number(-31)
                        .number(0.0001)
                        .number(1e7)
                        .number(2.1e-5)
                        .number(2.1e-9)
                        .number(0.5)
                        .whole(-12)
                        .whole(0)))
                .isEqualTo("[9.71,-31.0,0.0001,10000000.0,0.000021,2.1E-9,0.5,-12,0]");
    }

    @Test
    void natsHaveFourDecimals() {
        assertThat(json(json -> json.nats(34.21236)
                        .nats(-0.00001)
                        .nats(-2)
                        .nats(99_999.99996)
                        .nats(1.23456789e15)
                        .nats(Double.NaN)))
                .isEqualTo("[34.2124,0.0,-2.0,100000.0,1.23456789E15,null]");
    }

    @Test
    void figuresHaveSixDigits() {
        assertThat(json(json -> json.figure(43.2123456)
                        .figure(-1234567.8)
                        .figure(1.23456789e-9)
                        .figure(0.000012345678)
                        .figure(9.9999999)
                        .figure(1e20)
                        .figure(0)
                        .figure(Double.NEGATIVE_INFINITY)))
                .isEqualTo("[43.2123,-1234570.0,1.23457E-9,0.0000123457,10.0,1.0E20,0.0,null]");
    }

    @Test
    void aValueIsWrittenInFullIfItHasFewDecimals() {
        assertThat(json(json -> json.value(12_345_678_901.25)
                        .value(-3)
                        .value(43.21333333333333)
                        .value(-1e-7 / 3)
                        .value(Double.NaN)))
                .isEqualTo("[12345678901.25,-3.0,43.21333333,-3.333333333E-8,null]");
    }

    @Test
    void aLargeValueKeepsAllItsDigits() {
        assertThat(json(json -> json.value(1_768_426_759_436_123.0)
                        .value(-123_456_789_012_345_680.0)
                        .value(123_456_789_012.25)
                        .value(1e300)))
                .isEqualTo("[1768426759436123.0,-123456789012345680.0,1.2345678901225E11,1.0E300]");
    }

    @Test
    void roundedNumbersAreTheNearestOfSoManyDigits() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-7, 9));
            double nearest = new BigDecimal(value)
                    .round(new MathContext(10, RoundingMode.HALF_EVEN))
                    .doubleValue();
            String json = new String(new JsonBytes().begin().value(value).toBytes(), UTF_8);

            assertThat(Double.parseDouble(json)).isEqualTo(nearest);
        }
    }

    @Test
    void aPreparedNameIsWrittenLikeAnyOther() {
        String expected = json(
                json -> json.open('{').name("a\"b").whole(1).name("c").whole(2).close('}'));

        assertThat(json(json -> json.open('{')
                        .name(JsonBytes.named("a\"b"))
                        .whole(1)
                        .name(JsonBytes.named("c"))
                        .whole(2)
                        .close('}')))
                .isEqualTo(expected)
                .isEqualTo("[{\"a\\\"b\":1,\"c\":2}]");
    }
}
