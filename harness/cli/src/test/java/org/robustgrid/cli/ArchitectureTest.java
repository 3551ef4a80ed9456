package org.robustgrid.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The architecture as rules over the compiled classes of every module. */
@AnalyzeClasses(packages = "org.robustgrid", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PLUGINS = {
    "org.robustgrid.analyses..",
    "org.robustgrid.attacks..",
    "org.robustgrid.defenses..",
    "org.robustgrid.architectures..",
    "org.robustgrid.datasets.."
  };

  @ArchTest
  static final ArchRule layers_depend_downwards_only =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("spi")
          .definedBy("org.robustgrid.spi..")
          .layer("numerics")
          .definedBy("org.robustgrid.numerics..")
          .layer("engine")
          .definedBy("org.robustgrid.engine..")
          .layer("models")
          .definedBy("org.robustgrid.models..")
          .layer("base")
          .definedBy("org.robustgrid.base..")
          .layer("leaderboard")
          .definedBy("org.robustgrid.leaderboard..")
          .layer("run")
          .definedBy("org.robustgrid.run..")
          .layer("torch")
          .definedBy("org.robustgrid.torch..")
          .layer("report")
          .definedBy("org.robustgrid.report..")
          .layer("testkit")
          .definedBy("org.robustgrid.testkit..")
          .layer("cli")
          .definedBy("org.robustgrid.cli..")
          .layer("plugins")
          .definedBy(PLUGINS)
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("plugins")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("torch")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("run")
          .mayOnlyBeAccessedByLayers("torch", "cli")
          .whereLayer("leaderboard")
          .mayOnlyBeAccessedByLayers("run", "report", "cli")
          .whereLayer("base")
          .mayOnlyBeAccessedByLayers(
              "engine", "models", "leaderboard", "run", "torch", "report", "cli")
          .whereLayer("testkit")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("models")
          .mayOnlyBeAccessedByLayers("run", "torch", "testkit", "cli")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("models", "run", "torch", "testkit", "cli")
          .whereLayer("numerics")
          .mayOnlyBeAccessedByLayers(
              "engine", "models", "run", "torch", "testkit", "cli", "plugins");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("org.robustgrid.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule plugins_see_what_a_strangers_plugin_sees =
      classes()
          .that()
          .resideInAnyPackage(PLUGINS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.robustgrid.spi..",
              "org.robustgrid.numerics..",
              "org.robustgrid.analyses..",
              "org.robustgrid.attacks..",
              "org.robustgrid.defenses..",
              "org.robustgrid.architectures..",
              "org.robustgrid.datasets..",
              "org.nd4j..",
              "org.deeplearning4j..",
              "org.bytedeco..",
              "org.slf4j..",
              "java..",
              "javax..");

  // gradients are aligned beside adversarial training, too, and with those of a denoiser
  @ArchTest
  static final ArchRule families_of_defenses_are_independent =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("shared")
          .definedBy("org.robustgrid.defenses")
          .layer("adversarial")
          .definedBy("org.robustgrid.defenses.adversarial..")
          .layer("alignment")
          .definedBy("org.robustgrid.defenses.alignment..")
          .layer("diffusion")
          .definedBy("org.robustgrid.defenses.diffusion..")
          .layer("distillation")
          .definedBy("org.robustgrid.defenses.distillation..")
          .layer("energy")
          .definedBy("org.robustgrid.defenses.energy..")
          .layer("smoothing")
          .definedBy("org.robustgrid.defenses.smoothing..")
          .whereLayer("adversarial")
          .mayOnlyBeAccessedByLayers("alignment")
          .whereLayer("diffusion")
          .mayOnlyBeAccessedByLayers("alignment")
          .whereLayer("alignment")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("distillation")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("energy")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("smoothing")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule leaderboards_and_reports_need_neither_nd4j_nor_the_spi =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.robustgrid.base..", "org.robustgrid.leaderboard..", "org.robustgrid.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.robustgrid.spi..",
              "org.robustgrid.numerics..",
              "org.robustgrid.engine..",
              "org.robustgrid.run..",
              "org.nd4j..",
              "org.deeplearning4j..",
              "org.bytedeco..");

  @ArchTest
  static final ArchRule one_package_of_run_knows_the_engine =
      noClasses()
          .that()
          .resideInAPackage("org.robustgrid.run..")
          .and()
          .resideOutsideOfPackage("org.robustgrid.run.executor.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.robustgrid.engine..");

  @ArchTest
  static final ArchRule executors_are_found_and_not_named =
      noClasses()
          .that()
          .resideInAPackage("org.robustgrid..")
          .and()
          .resideOutsideOfPackage("org.robustgrid.run.executor.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.robustgrid.run.executor.engine..");

  @ArchTest
  static final ArchRule guice_stays_out_of_what_plugins_compile_against =
      noClasses()
          .that()
          .resideInAnyPackage("org.robustgrid.spi..", "org.robustgrid.numerics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.inject..", "jakarta.inject..");

  @ArchTest
  static final ArchRule records_know_nothing_of_guice =
      noClasses()
          .that()
          .areRecords()
          .and()
          .resideOutsideOfPackage("org.robustgrid.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.inject..", "jakarta.inject..");

  // a worker takes its standard output for messages before a library can print there
  @ArchTest
  static final ArchRule only_the_command_line_prints =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.robustgrid.cli..", "org.robustgrid.bench..")
          .and()
          .doNotHaveSimpleName("WorkerMain")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule only_the_command_line_exits =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.robustgrid.cli..")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule stack_traces_are_not_printed =
      noClasses()
          .should()
          .callMethodWhere(
              target(name("printStackTrace"))
                  .and(target(owner(JavaClass.Predicates.assignableTo(Throwable.class)))));

  @ArchTest
  static final ArchRule providers_do_not_touch_nd4j =
      noClasses()
          .that()
          .implement(org.robustgrid.spi.Provider.class)
          .and()
          .areTopLevelClasses()
          .should()
          .accessClassesThat(resideInAPackage("org.nd4j.linalg.factory.."));
}
