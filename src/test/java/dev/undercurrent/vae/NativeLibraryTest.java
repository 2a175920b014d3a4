package dev.undercurrent.vae;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    @Test
    void namesASystemAsTheArtifactsDo() {
        assertThat(NativeLibrary.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(NativeLibrary.platform("Linux", "riscv64")).isEqualTo("linux-riscv64");
        assertThat(NativeLibrary.platform("Mac OS X", "aarch64")).isEqualTo("macosx-arm64");
        assertThat(NativeLibrary.platform("Windows 11", "amd64")).isEqualTo("windows-x86_64");
    }

    @Test
    void aMissingLibraryIsOneClearLine() {
        assertThat(NativeLibrary.missing("Linux", "riscv64", new UnsatisfiedLinkError("no jnitensorflow")))
                .hasMessage(
                        "tensorflow: no native library for linux-riscv64 (expected: one of linux-arm64, linux-x86_64,"
                                + " macosx-arm64, windows-x86_64)");
    }
}
