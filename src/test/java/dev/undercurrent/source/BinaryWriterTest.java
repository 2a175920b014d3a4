package dev.undercurrent.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BinaryWriterTest {
    @Test
    void everyDoubleComesBackToTheBit() {
        double[] values = {
            0.0,
            -0.0,
            1,
            -1,
            64,
            -65,
            1e9,
            2_147_483_647.0,
            -2_147_483_648.0,
            2_147_483_648.0,
            0.1,
            1e30,
            -1e-300,
            Double.POSITIVE_INFINITY,
            Double.NaN
        };
        BinaryWriter writer = new BinaryWriter(1);
        for (double value : values) {
            writer.writeDouble(value);
        }
        BinaryReader reader = new BinaryReader(writer.toBytes());
        for (double value : values) {
            assertThat(Double.doubleToLongBits(reader.readDouble())).isEqualTo(Double.doubleToLongBits(value));
        }
    }

    @Test
    void intsTextsAndBytesComeBack() {
        int[] ints = {0, 1, -1, 63, 64, -64, -65, 8191, 8192, Integer.MAX_VALUE, Integer.MIN_VALUE};
        BinaryWriter writer = new BinaryWriter(1);
        for (int value : ints) {
            writer.writeInt(value);
        }
        writer.writeText("wéb \uD83D\uDE00")
                .writeBytes(null)
                .writeBytes(new byte[0])
                .writeLong(Long.MIN_VALUE);
        BinaryReader reader = new BinaryReader(writer.toBytes());
        for (int value : ints) {
            assertThat(reader.readInt()).isEqualTo(value);
        }
        assertThat(reader.readText()).isEqualTo("wéb \uD83D\uDE00");
        assertThat(reader.readBytes()).isNull();
        assertThat(reader.readBytes()).isEmpty();
        assertThat(reader.readLong()).isEqualTo(Long.MIN_VALUE);
    }
}
