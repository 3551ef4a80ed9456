package org.robustgrid.cli.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;

/** A folder of jars, each wrong in a way of its own, with one good one among them. */
final class BrokenPlugins {

  private static final String PROVIDER = "broken.Provider";

  private static final String SOURCE =
      """
      package broken;
      import org.robustgrid.spi.*;
      import org.robustgrid.spi.attack.*;
      public final class Provider implements AttackProvider {
        MEMBER
        @Override public AttackDescriptor descriptor() {
          BODY
          return AttackDescriptor.builder("ID", "Does nothing.").norms(Norm.L2).build();
        }
        @Override public Attack create(Parameters parameters) {
          return request -> AttackResult.builder(request.images()).build();
        }
      }
      """;

  /** Was part of the interface once. */
  private static final String FORMER_CAPABILITY = "org.robustgrid.spi.Capability";

  private BrokenPlugins() {}

  static Path build(Path folder) throws IOException {
    attack("good", "").build(folder.resolve("good.jar"));
    attack("inside", "")
        .entry("org/nd4j/linalg/factory/Nd4j.class", new byte[] {1})
        .build(folder.resolve("nd4j-classes.jar"));
    attack("inside", "")
        .entry("org/nd4j/nativeblas/linux-x86_64/libnd4jcpu.so", new byte[] {1})
        .build(folder.resolve("nd4j-native.jar"));
    attack("x", "").service("AttackProvider", "broken.Missing\n").build(in(folder, "service-name"));
    attack("x", "").service("AttackProvider", "no class!\n").build(in(folder, "service-syntax"));
    attack("x", "").service("AttackProvider", "# none\n").build(in(folder, "service-empty"));
    attack("x", "")
        .service("DefenseProvider", PROVIDER)
        .service("AttackProvider", "# none\n")
        .build(in(folder, "service-type"));
    attack("x", "new Gone();")
        .source("broken.Gone", "package broken; final class Gone {}")
        .without("broken.Gone")
        .build(in(folder, "missing-class"));
    attack("x", "throw0();", "static void throw0() { throw new AssertionError(\"not me\"); }")
        .build(in(folder, "descriptor"));
    attack("x", "", "static final int LUCK = Integer.parseInt(\"no luck\");")
        .build(in(folder, "initialiser"));
    attack("x", "").classVersion(99).build(in(folder, "newer-java"));
    attack("pgd", "").build(in(folder, "bundled-id"));
    attack("twin", "").build(in(folder, "twin-1"));
    attack("twin", "").build(in(folder, "twin-2"));
    attack("clean", "").build(in(folder, "reserved-id"));
    attack("", "").build(in(folder, "blank-id"));
    new JarBuilder()
        .source(
            "org.robustgrid.spi.AttackProvider",
            "package org.robustgrid.spi; public interface AttackProvider {}")
        .without("org.robustgrid.spi.AttackProvider")
        .source(
            "old.Provider",
            "package old; public class Provider implements org.robustgrid.spi.AttackProvider {}")
        .entry(
            "META-INF/services/org.robustgrid.spi.AttackProvider",
            "old.Provider".getBytes(StandardCharsets.UTF_8))
        .build(in(folder, "former-service"));
    attack("x", "org.robustgrid.spi.Capability.TARGETED.name();")
        .source(
            FORMER_CAPABILITY, "package org.robustgrid.spi; public enum Capability { TARGETED }")
        .without(FORMER_CAPABILITY)
        .build(in(folder, "former-class"));
    attack("x", "")
        .attribute(Attributes.Name.CLASS_PATH, "good.jar")
        .build(in(folder, "class-path"));
    new JarBuilder()
        .source("broken.Library", "package broken; final class Library {}")
        .build(in(folder, "library"));
    Files.writeString(in(folder, "text"), "not a jar at all");
    return folder;
  }

  private static Path in(Path folder, String name) {
    return folder.resolve(name + ".jar");
  }

  private static JarBuilder attack(String id, String body) {
    return attack(id, body, "");
  }

  /** An attack with statements in its descriptor, and members. */
  static JarBuilder attack(String id, String body, String member) {
    return new JarBuilder()
        .source(PROVIDER, SOURCE.replace("ID", id).replace("BODY", body).replace("MEMBER", member))
        .service("AttackProvider", PROVIDER + "\n");
  }

  /** A jar whose attack reads its parameters as it did with the former interface. */
  static Path former(Path jar) throws IOException {
    return new JarBuilder()
        .source(
            "org.robustgrid.spi.Parameters",
            "package org.robustgrid.spi;"
                + " public final class Parameters { public long integer(String name) { return 0; } }")
        .without("org.robustgrid.spi.Parameters")
        .source(
            PROVIDER,
            SOURCE
                .replace("ID", "former")
                .replace("BODY", "")
                .replace("MEMBER", "")
                .replace(
                    "return request", "long steps = parameters.integer(\"steps\"); return request"))
        .service("AttackProvider", PROVIDER + "\n")
        .build(jar);
  }
}
