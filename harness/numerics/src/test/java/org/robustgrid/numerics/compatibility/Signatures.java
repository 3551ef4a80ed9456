package org.robustgrid.numerics.compatibility;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything a plugin can name in compiled code: public and protected types and members. */
final class Signatures {

  private static final int SHOWN_MODIFIERS =
      Modifier.PUBLIC
          | Modifier.PROTECTED
          | Modifier.STATIC
          | Modifier.FINAL
          | Modifier.ABSTRACT
          | Modifier.INTERFACE;

  private final SortedSet<String> lines = new TreeSet<>();

  private Signatures() {}

  /** The signatures, one a line, of all types that lie beside or below a type's package. */
  static SortedSet<String> beside(Class<?> type) throws IOException, URISyntaxException {
    Signatures signatures = new Signatures();
    for (String name : classes(type)) {
      try {
        signatures.add(Class.forName(name, false, type.getClassLoader()));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    return signatures.lines;
  }

  private static List<String> classes(Class<?> type) throws IOException, URISyntaxException {
    Path location = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(location)) {
      return classes(location, type.getPackageName());
    }
    try (FileSystem jar = FileSystems.newFileSystem(location)) {
      return classes(jar.getPath("/"), type.getPackageName());
    }
  }

  private static List<String> classes(Path root, String aPackage) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(aPackage.replace('.', '/')))) {
      return files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  private void add(Class<?> type) {
    if (!visible(type)) {
      return;
    }
    String above =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(java.lang.reflect.Type::getTypeName)
            .sorted()
            .collect(Collectors.joining(", "));
    String what = (words(type.getModifiers()) + kind(type)).strip();
    lines.add(type.getName() + " : " + what + (above.isEmpty() ? "" : " of " + above));
    Stream.of(type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .map(Member.class::cast)
        .filter(member -> visible(member.getModifiers()) && !member.isSynthetic())
        .forEach(member -> lines.add(line(type, member)));
  }

  private static boolean visible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return visible(type.getModifiers())
        && !type.isSynthetic()
        && !type.isAnonymousClass()
        && (outer == null || visible(outer));
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String kind(Class<?> type) {
    return type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "" : "class";
  }

  private static String line(Class<?> type, Member member) {
    String modifiers = words(member.getModifiers());
    if (member instanceof Field field) {
      return "%s.%s : %s%s%s"
          .formatted(
              type.getName(),
              field.getName(),
              modifiers,
              field.getGenericType().getTypeName(),
              constant(field));
    }
    Executable executable = (Executable) member;
    String parameters =
        Arrays.stream(executable.getGenericParameterTypes())
            .map(java.lang.reflect.Type::getTypeName)
            .collect(Collectors.joining(", "));
    String result =
        executable instanceof Method method
            ? method.getGenericReturnType().getTypeName()
            : "constructor";
    String name = executable instanceof Constructor ? "<init>" : executable.getName();
    return "%s.%s(%s) : %s%s".formatted(type.getName(), name, parameters, modifiers, result);
  }

  /** A compiler copies constants into a plugin's code: a new value does not reach it. */
  private static String constant(Field field) {
    boolean copied = field.getType().isPrimitive() || field.getType() == String.class;
    if (!copied || !Modifier.isStatic(field.getModifiers())) {
      return "";
    }
    try {
      return " = " + field.get(null);
    } catch (IllegalAccessException e) {
      return "";
    }
  }

  private static String words(int modifiers) {
    String words = Modifier.toString(modifiers & SHOWN_MODIFIERS);
    return words.isEmpty() ? "" : words + " ";
  }
}
