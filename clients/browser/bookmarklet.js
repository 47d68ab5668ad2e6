javascript:void(open("http://127.0.0.1:8000/go?url="+encodeURIComponent(String(getSelection()).trim()||location.href)))
