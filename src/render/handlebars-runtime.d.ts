/** Handlebars without its compiler. The package's own types for it are empty. */
declare module 'handlebars/runtime.js' {
  import Handlebars from 'handlebars'
  export default Handlebars
}
